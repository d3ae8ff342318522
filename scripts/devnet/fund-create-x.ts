import { parseEther, toQuantity } from "ethers";

import { type JsonRpc, settle } from "../../src/devnet/json-rpc";
import type { Address, Hex } from "../../src/hex";

/** Signer of the one transaction that deploys CreateX on every chain. Source: https://createx.rocks. */
const CREATE_X_DEPLOYER = "0xeD456e05CaAb11d66C4c797dD6c1D6f9A7F352b5";
/** What Ignition sets that account's balance to on a local chain before it sends its transaction. */
const BALANCE = parseEther("0.4");

/**
 * Funds the deployer of CreateX by a transaction. Ignition then changes nothing when it sets that balance, which it does
 * without a transaction, so that nothing would be left to record.
 */
export async function fundCreateX(rpc: JsonRpc, from: Address): Promise<void> {
  const transfer = { from, to: CREATE_X_DEPLOYER, value: toQuantity(BALANCE) };
  await settle(rpc, await rpc.send<Hex>("eth_sendTransaction", transfer));
}
