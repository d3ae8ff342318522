import { HDNodeWallet, Mnemonic } from "ethers";
import type { HardhatRuntimeEnvironment } from "hardhat/types";

import type { DevnetAccount } from "../../src/devnet/manifest";
import type { Hex } from "../../src/hex";

/** The devnet's makers, in the order of their ids, which start at 1. */
export const MAKER_NAMES = ["northmast", "roadlens", "vaultworks"] as const;

/** Names of the devnet's first accounts, in the order of their derivation. */
const NAMES = [
  "deployer",
  "reporter1",
  "guardian",
  "alice",
  "bob",
  "carol",
  "dave",
  ...MAKER_NAMES,
  "reporter2",
  "reporter3",
  "reporter4",
  "reporter5",
  "arbiter",
  "challenger",
  "treasury",
  "faucet",
] as const;

/** Hardhat funds the accounts before this one. */
const FIRST_ATTESTATION_KEY = 20;

export type MakerName = (typeof MAKER_NAMES)[number];
export type AccountName = (typeof NAMES)[number];
export type NamedAccounts = Record<AccountName, DevnetAccount>;

/** The named accounts of Hardhat's own test mnemonic: funded, the same every time, and known to everybody. */
export function namedAccounts(hre: HardhatRuntimeEnvironment): NamedAccounts {
  return derived(hre, NAMES, 0);
}

/** The name that the devnet has for an address. */
export function nameOf(accounts: NamedAccounts, address: string): AccountName {
  const name = NAMES.find((candidate) => accounts[candidate].address === address);
  if (name === undefined) throw new Error(`no account of the devnet has the address ${address}`);
  return name;
}

/** Keys that the makers attest devices with, of the same mnemonic; nothing but signatures ever comes from them. */
export function attestationKeys(hre: HardhatRuntimeEnvironment): Record<MakerName, DevnetAccount> {
  return derived(hre, MAKER_NAMES, FIRST_ATTESTATION_KEY);
}

function derived<Name extends string>(
  hre: HardhatRuntimeEnvironment,
  names: readonly Name[],
  first: number,
): Record<Name, DevnetAccount> {
  const { mnemonic, path } = hre.config.networks.hardhat.accounts as { mnemonic: string; path: string };
  const parent = HDNodeWallet.fromMnemonic(Mnemonic.fromPhrase(mnemonic), path);
  const accounts = names.map((name, index) => {
    const { address, privateKey } = parent.deriveChild(first + index);
    return [name, { address: address as Hex, privateKey: privateKey as Hex }] as const;
  });
  return Object.fromEntries(accounts) as Record<Name, DevnetAccount>;
}
