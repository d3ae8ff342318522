import { type HardhatEthersSigner } from "@nomicfoundation/hardhat-ethers/signers";
import { id, Wallet } from "ethers";
import { ethers } from "hardhat";

export interface Accounts {
  admin: HardhatEthersSigner;
  minter: HardhatEthersSigner;
  emissionsManager: HardhatEthersSigner;
  programManager: HardhatEthersSigner;
  guardian: HardhatEthersSigner;
  treasury: HardhatEthersSigner;
  stranger: HardhatEthersSigner;
  alice: HardhatEthersSigner;
  bob: HardhatEthersSigner;
  carol: HardhatEthersSigner;
  makersManager: HardhatEthersSigner;
  suspender: HardhatEthersSigner;
  manufacturer: HardhatEthersSigner;
  sponsor: HardhatEthersSigner;
  /** Stands for the DisputeManager where there is none. */
  disputes: HardhatEthersSigner;
  arbiter: HardhatEthersSigner;
  committeesManager: HardhatEthersSigner;
  trustManager: HardhatEthersSigner;
  challenger: HardhatEthersSigner;
  operator: HardhatEthersSigner;
}

/** The local chain's funded accounts, each with the part that it plays. */
export async function namedAccounts(): Promise<Accounts> {
  const signers = await ethers.getSigners();
  const at = (index: number): HardhatEthersSigner => {
    const signer = signers[index];
    if (signer === undefined) throw new Error(`the local chain has no account ${index}`);
    return signer;
  };
  return {
    admin: at(0),
    minter: at(1),
    emissionsManager: at(2),
    programManager: at(3),
    guardian: at(4),
    treasury: at(5),
    stranger: at(6),
    alice: at(7),
    bob: at(8),
    carol: at(9),
    makersManager: at(10),
    suspender: at(11),
    manufacturer: at(12),
    sponsor: at(13),
    disputes: at(14),
    arbiter: at(15),
    committeesManager: at(16),
    trustManager: at(17),
    challenger: at(18),
    operator: at(19),
  };
}

/** A key that holds no money and signs off chain only; the same name gives the same key in every run. */
export function offlineKey(name: string): Wallet {
  return new Wallet(id(name));
}
