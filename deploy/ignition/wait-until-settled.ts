import type { Provider } from "ethers";

import { EXIT, OpenDepinError } from "../../src/errors";

/** A transaction that no block takes for that long is stuck. */
const PATIENCE_MS = 10 * 60_000;

/**
 * Waits until everything that an account has sent counts: an interrupted run may have left transactions on their way.
 *
 * @param confirmations Blocks after which a transaction counts.
 * @throws OpenDepinError `TRANSACTION_PENDING` after ten minutes.
 */
export async function waitUntilSettled(
  provider: Provider,
  account: string,
  confirmations: number,
  pollingMs: number,
): Promise<void> {
  const deadline = performance.now() + PATIENCE_MS;
  while (!(await isSettled(provider, account, confirmations))) {
    if (performance.now() > deadline) throw stuck(account);
    await new Promise((resolve) => setTimeout(resolve, pollingMs));
  }
}

async function isSettled(provider: Provider, account: string, confirmations: number): Promise<boolean> {
  const safe = Math.max(0, (await provider.getBlockNumber()) - confirmations + 1);
  const [settled, sent] = await Promise.all([
    provider.getTransactionCount(account, safe),
    provider.getTransactionCount(account, "pending"),
  ]);
  return settled === sent;
}

function stuck(account: string): OpenDepinError {
  return new OpenDepinError(
    "TRANSACTION_PENDING",
    `a transaction of ${account} is in no block after ten minutes; wait for it or replace it, then run this again`,
    { exitCode: EXIT.network },
  );
}
