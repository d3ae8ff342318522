import { HDNodeWallet, Mnemonic } from "ethers";
import type { HardhatRuntimeEnvironment } from "hardhat/types";

import type { DevnetAccount } from "../../src/devnet/manifest";
import type { Hex } from "../../src/hex";

/** Names of the devnet's first accounts, in the order of their derivation. */
const NAMES = [
  "governance",
  "reporter",
  "guardian",
  "alice",
  "bob",
  "carol",
  "dave",
  "northmast",
  "roadlens",
  "vaultworks",
] as const;

export type AccountName = (typeof NAMES)[number];

/** The named accounts of Hardhat's own test mnemonic: funded, the same every time, and known to everybody. */
export function namedAccounts(hre: HardhatRuntimeEnvironment): Record<AccountName, DevnetAccount> {
  const { mnemonic, path } = hre.config.networks.hardhat.accounts as { mnemonic: string; path: string };
  const parent = HDNodeWallet.fromMnemonic(Mnemonic.fromPhrase(mnemonic), path);
  const accounts = NAMES.map((name, index) => {
    const { address, privateKey } = parent.deriveChild(index);
    return [name, { address: address as Hex, privateKey: privateKey as Hex }] as const;
  });
  return Object.fromEntries(accounts) as Record<AccountName, DevnetAccount>;
}
