import { HDNodeWallet, Mnemonic } from "ethers";
import { network } from "hardhat";
import type { HardhatNetworkAccountsConfig, HardhatNetworkHDAccountsConfig } from "hardhat/types";

/** Most accounts that the local chain may have: enough to find each. */
const MAX_ACCOUNTS = 40;

/** The private key of one of the local chain's funded accounts, for programs that sign by themselves. */
export function privateKeyOf({ address }: { address: string }): string {
  const { mnemonic, path } = hdAccounts(network.config.accounts as HardhatNetworkAccountsConfig);
  const parent = HDNodeWallet.fromMnemonic(Mnemonic.fromPhrase(mnemonic), path);
  for (let index = 0; index < MAX_ACCOUNTS; index++) {
    const account = parent.deriveChild(index);
    if (account.address === address) return account.privateKey;
  }
  throw new Error(`${address} is no account of the local chain`);
}

function hdAccounts(accounts: HardhatNetworkAccountsConfig): HardhatNetworkHDAccountsConfig {
  if (Array.isArray(accounts)) throw new Error("the local chain's accounts come from no mnemonic");
  return accounts;
}
