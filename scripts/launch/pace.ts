import { OpenDepinError } from "../../src/errors";

const LOCAL_CHAIN = 31337;
/** Deep enough that no usual reorganisation takes a step back. */
const LIVE_CONFIRMATIONS = 5;

/** Blocks after which a transaction counts. A local chain makes one only when there is something to put in. */
export function confirmationsOf(text: string | undefined, chainId: number): number {
  if (text === undefined) return chainId === LOCAL_CHAIN ? 1 : LIVE_CONFIRMATIONS;
  if (/^[1-9][0-9]?$/.test(text)) return Number(text);
  throw new OpenDepinError("USAGE", `--confirmations takes a whole number from 1 to 99, not "${text}"`);
}

/** Milliseconds between two looks at the chain: who counts one confirmation has a chain that answers at once. */
export function pollingOf(confirmations: number): number {
  return confirmations === 1 ? 50 : 1_000;
}
