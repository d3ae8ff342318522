import { BrowserProvider } from "ethers";

import type { SyntheticRegistry } from "../../../scripts/bench/synthetic-registry";

/** A provider of ethers that asks the synthetic chain, in this process. */
export function providerOf(chain: SyntheticRegistry): BrowserProvider {
  return new BrowserProvider(chain, undefined, { cacheTimeout: -1, staticNetwork: true });
}

/** What a promise is rejected with. */
export async function rejection(promise: Promise<unknown>): Promise<Error> {
  const error = await promise.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  if (error instanceof Error) return error;
  throw new Error("nothing was refused");
}
