import { Agent } from "node:http";
import { join } from "node:path";

import { FetchRequest, JsonRpcProvider, Wallet } from "ethers";

import { proposeAsCommittee } from "../../src/devnet/operations/propose-as-committee";
import type { DevnetManifest } from "../../src/devnet/manifest";
import { readReport } from "../../src/files/epoch-directory";
import { RewardDistributor__factory } from "../../typechain-types";

/**
 * Proposes an epoch's directory as the first members of the devnet's committee whose weight is enough; a report before
 * it whose window has passed is finalised first.
 *
 * @param folder Where the devnet runs, and what `directory` is relative to.
 */
export async function proposeOnDevnet(
  { rpc, programs, accounts }: DevnetManifest,
  folder: string,
  directory: string,
): Promise<void> {
  const [program] = programs;
  if (!program?.committee) throw new Error("the devnet's first program has no committee");
  const { quorum, members } = program.committee;
  const keys = members.slice(0, quorum).flatMap(({ name }) => accounts[name]?.privateKey ?? []);
  const [senderKey = ""] = keys;
  const provider = connectAnew(rpc);
  try {
    const sender = new Wallet(senderKey, provider);
    const distributor = RewardDistributor__factory.connect(program.distributor, provider);
    await proposeAsCommittee(distributor, await readReport(join(folder, directory)), keys, sender);
  } finally {
    provider.destroy();
  }
}

/** Commands block this process while they run, and the devnet ends connections that were idle for so long. */
function connectAnew(rpc: string): JsonRpcProvider {
  const request = new FetchRequest(rpc);
  request.getUrlFunc = FetchRequest.createGetUrlFunc({ agent: new Agent({ keepAlive: false }) });
  return new JsonRpcProvider(request, undefined, { staticNetwork: true, cacheTimeout: -1 });
}
