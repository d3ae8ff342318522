import { EXIT, OpenDepinError } from "../../errors";
import type { Address, Hex } from "../../hex";
import { addressWord, encodeCall, uintWord } from "../call-contract";
import { JsonRpc, settle } from "../json-rpc";
import type { DevnetManifest } from "../manifest";

const DECIMALS = 18;
const MAX_ETHER = 10n ** 27n;

/** What the faucet gave. */
export interface Gift {
  address: Address;
  /** Base units of ether and of the reward token, of each the same. */
  amount: bigint;
  /** The transfer of the reward tokens. */
  transaction: Hex;
}

/**
 * Base units of an amount of whole tokens, such as `100` or `0.5`.
 *
 * @throws OpenDepinError `AMOUNT`.
 */
export function parseAmount(text: string): bigint {
  const match = /^(\d{1,12})(?:\.(\d{1,18}))?$/.exec(text);
  const amount = BigInt((match?.[1] ?? "0") + (match?.[2] ?? "").padEnd(DECIMALS, "0"));
  if (amount > 0n && amount <= MAX_ETHER) return amount;
  throw new OpenDepinError(
    "AMOUNT",
    `expected an amount of whole tokens above 0, such as 100 or 0.5, not "${text}"`,
  );
}

/** @throws OpenDepinError `ADDRESS`. */
export function parseRecipient(text: string): Address {
  if (/^0x[0-9a-fA-F]{40}$/.test(text)) return text as Address;
  throw new OpenDepinError("ADDRESS", `expected an address, 0x and 40 hexadecimal digits, not "${text}"`);
}

/**
 * Gives an account ether and as many reward tokens. The ether comes from nowhere, the tokens from the devnet's faucet.
 *
 * @param amount Base units.
 * @throws OpenDepinError `FAUCET_REFUSED`.
 */
export async function faucet(manifest: DevnetManifest, address: Address, amount: bigint): Promise<Gift> {
  const rpc = new JsonRpc(manifest.rpc);
  const transaction = await giveTokens(rpc, manifest, address, amount);
  await rpc.send("anvil_addBalance", address, `0x${amount.toString(16)}`);
  return { address, amount, transaction };
}

async function giveTokens(
  rpc: JsonRpc,
  { accounts, contracts }: DevnetManifest,
  address: Address,
  amount: bigint,
): Promise<Hex> {
  const from = accounts["faucet"]?.address;
  if (from === undefined) throw new Error("the devnet has no account that is its faucet");
  const data = encodeCall("transfer(address,uint256)", [addressWord(address), uintWord(amount)]);
  const transfer = { from, to: contracts.rewardToken, data };
  // A transaction that reverts is mined like any other, and does not say why.
  await rpc.send("eth_call", transfer, "latest").catch((cause: unknown) => {
    const reason = cause instanceof OpenDepinError ? cause.reason : String(cause);
    throw new OpenDepinError("FAUCET_REFUSED", `the faucet cannot give so much, or not there: ${reason}`, {
      exitCode: EXIT.no,
      cause,
    });
  });
  const transaction = await rpc.send<Hex>("eth_sendTransaction", transfer);
  await settle(rpc, transaction);
  return transaction;
}
