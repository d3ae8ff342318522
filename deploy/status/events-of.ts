import type { BaseContract, LogDescription, Provider } from "ethers";

import { findDeploymentBlock } from "../../src/chain/registry/find-deployment-block";
import { getLogsInPages } from "../../src/chain/registry/get-logs-in-pages";

/** Every event that a contract has ever written, in the order of the chain. */
export async function* eventsOf(contract: BaseContract, provider: Provider): AsyncGenerator<LogDescription> {
  const address = await contract.getAddress();
  const toBlock = await provider.getBlockNumber();
  const fromBlock = await findDeploymentBlock(provider, address, toBlock);
  const filter = { address: [address], topics: [], fromBlock, toBlock };
  for await (const logs of getLogsInPages(provider, filter, { phase: "reading events" })) {
    for (const log of logs) {
      const event = contract.interface.parseLog(log);
      if (event !== null) yield event;
    }
  }
}
