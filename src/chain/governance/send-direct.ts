import type { Signer } from "ethers";

import { type Sent, settled } from "../send";
import type { DirectStep } from "./plan-direct";

/** Sends what was planned, one transaction after the other; the first that fails ends it. */
export async function sendDirect(steps: readonly DirectStep[], sender: Signer): Promise<Sent[]> {
  const sent: Sent[] = [];
  for (const {
    sent: { target, data },
  } of steps)
    sent.push(await settled(sender.sendTransaction({ to: target, data })));
  return sent;
}
