import { type BaseContract } from "ethers";
import { ethers } from "hardhat";

/** Named arguments of an event, read as what they are. */
export interface EventArgs {
  has(name: string): boolean;
  number(name: string): bigint;
  text(name: string): string;
  flag(name: string): boolean;
}

export interface ContractEvent {
  name: string;
  args: EventArgs;
  /** Of its block, seconds since 1970. */
  timestamp: bigint;
}

/** Every event of a contract that its interface knows, in order, from the deployment to now. */
export async function eventsOf(contract: BaseContract): Promise<ContractEvent[]> {
  const logs = await ethers.provider.getLogs({ address: await contract.getAddress(), fromBlock: 0 });
  const events: ContractEvent[] = [];
  for (const log of logs) {
    const event = contract.interface.parseLog(log);
    const block = await ethers.provider.getBlock(log.blockNumber);
    if (event === null || block === null) continue;
    const values = event.args.toObject();
    events.push({ name: event.name, args: reader(values), timestamp: BigInt(block.timestamp) });
  }
  return events;
}

function reader(values: Record<string, unknown>): EventArgs {
  return {
    has: (name) => name in values,
    number: (name) => values[name] as bigint,
    text: (name) => values[name] as string,
    flag: (name) => values[name] as boolean,
  };
}
