import { BrowserProvider, parseEther, type Signer } from "ethers";
import { ethers, network } from "hardhat";

import { roles } from "../../deploy/roles";
import type { Address, Hex } from "../../src/hex";
import type { DeviceKey } from "../../src/devices/device-key";
import { ReporterCommittee__factory, RewardDistributor__factory } from "../../typechain-types";
import { passEpoch } from "../helpers/clock";
import { p256Key, secp256k1Key } from "../helpers/device-keys";
import { bondFor, deployTrust } from "../helpers/trust";
import { wireRoles } from "../helpers/wire-roles";

/** Of the members in order; the last one has a P-256 key. */
export const WEIGHTS = [1n, 1n, 1n, 1n, 2n];
export const QUORUM = 4n;
export const PLEDGE = parseEther("50");
/** Asked of everybody once its notice is over. */
export const MINIMUM_PLEDGE = parseEther("60");
/** The epoch that is reported; it has ended when the fixture does. */
export const EPOCH = 0;

export interface Reporter {
  name: string;
  key: DeviceKey;
  account: Address;
}

/** The whole suite, with a committee of five as the reporter of program 1. */
export async function deployCommittee() {
  const trust = await deployTrust();
  const { authority, staking, makers, verifiers, distributor, programManager, genesis } = trust;
  await authority.grantRole(roles.makers.id, trust.makersManager, 0);
  await makers.connect(trust.makersManager).setVerifier(verifiers.p256, true);
  const verifier = await verifiers.p256.getAddress();
  const accounts = [trust.alice, trust.bob, trust.carol, trust.operator, trust.sponsor];
  const reporters = accounts.map((account, index) => reporterOf(index, account.address, verifier));
  const committee = await ethers.deployContract("ReporterCommittee", [
    staking,
    makers,
    reporters.map(({ key, account }, index) => ({
      signer: key.signer,
      account,
      weight: WEIGHTS[index] ?? 0n,
    })),
    QUORUM,
    0n,
    authority,
  ]);
  await wireRoles(authority, committee, "ReporterCommittee");
  for (const account of accounts) {
    await bondFor(trust, account, PLEDGE);
    await staking.connect(account).pledge(committee, PLEDGE);
  }
  await distributor.connect(programManager).setReporter(committee);
  await passEpoch(genesis, EPOCH);
  return { ...trust, ...(await overJsonRpc(distributor, committee)), reporters };
}

/** As over JSON-RPC: Hardhat's own provider words its errors in its own way. */
async function overJsonRpc(
  distributor: { getAddress(): Promise<string> },
  committee: { getAddress(): Promise<string> },
) {
  const provider = new BrowserProvider(network.provider, undefined, { cacheTimeout: -1 });
  return {
    provider,
    distributor: RewardDistributor__factory.connect(await distributor.getAddress(), provider),
    committee: ReporterCommittee__factory.connect(await committee.getAddress(), provider),
    signerOf: (account: { address: string }): Promise<Signer> => provider.getSigner(account.address),
  };
}

function reporterOf(index: number, account: string, verifier: string): Reporter {
  const name = `reporter ${index}`;
  const { signer, sign } = index === WEIGHTS.length - 1 ? p256Key(name, verifier) : secp256k1Key(name);
  const key = {
    signer: signer.toLowerCase() as Hex,
    sign: (digest: Hex) => Promise.resolve(sign(digest) as Hex),
  };
  return { name, key, account: account.toLowerCase() as Address };
}
