import type { DirectPlan } from "../chain";
import { writeJsonFile } from "../files/json-file";
import type { DecodedCall } from "../governance/decode-call";
import type { SafeBatch } from "../governance/safe-batch";
import type { CliContext } from "./context";
import { stepFigures } from "./gov-direct";
import { callFigures } from "./gov-figures";
import { withNetwork } from "./gov-options";
import { actorOf, type GovRequest, type ProposeFlags } from "./gov-request";
import { type Figure, printable, printFigures, printJson } from "./print";

interface Written {
  plan: DirectPlan;
  views: DecodedCall[];
  batch: SafeBatch;
}

/** Writes calls as a batch that Safe's transaction builder loads. */
export async function writeSafeBatch(
  request: GovRequest,
  file: string,
  flags: ProposeFlags,
  context: CliContext,
): Promise<void> {
  const { plan, views, batch } = await withNetwork(flags, async (chain, network): Promise<Written> => {
    const safe = await actorOf(chain, network, flags);
    const calls = request.read(chain, chain.namesIn(network));
    const plan = await chain.planDirect(network, calls, safe, { skipTrial: flags.skipTrial === true });
    const { chainId } = await network.provider.getNetwork();
    const transactions = plan.steps.map(({ sent: { target, ...sent } }) => ({ to: target, ...sent }));
    const [first] = calls;
    const batch = chain.safeBatch(transactions, {
      chainId,
      safe,
      name: request.title || (first ? chain.nameOfCall(first) : ""),
      description: request.description,
      createdAt: Date.now(),
    });
    return { plan, views: plan.steps.map(({ call }) => chain.viewOfCall(call)), batch };
  });
  await writeJsonFile(file, batch);
  const { meta, transactions } = batch;
  if (flags.json)
    printJson(context.stdout, { file, checksum: meta.checksum, transactions, notices: plan.notices });
  else
    printFigures(context, [
      ["safe", meta.createdFromSafeAddress],
      ...plan.steps.flatMap((step, index): Figure[] => {
        const view = views[index];
        return view === undefined ? [] : callFigures("call", view, ...stepFigures(step, undefined));
      }),
      ...plan.notices.map((text): Figure => ["notice", printable(text)]),
      ["checksum", meta.checksum],
      ["written to", file],
    ]);
}
