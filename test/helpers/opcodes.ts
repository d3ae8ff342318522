import { network } from "hardhat";

interface Trace {
  structLogs: readonly { op: string }[];
}

/** How often a transaction executed each opcode, in all contracts that it ran through. */
export async function opcodesOf(transactionHash: string): Promise<Map<string, number>> {
  const options = { disableMemory: true, disableStack: true, disableStorage: true };
  const trace = (await network.provider.send("debug_traceTransaction", [transactionHash, options])) as Trace;
  const counts = new Map<string, number>();
  for (const { op } of trace.structLogs) counts.set(op, (counts.get(op) ?? 0) + 1);
  return counts;
}
