import type { DirectPlan, DirectStep, Sent } from "../chain";
import { formatDuration } from "../format-duration";
import type { CliContext } from "./context";
import { callFigures } from "./gov-figures";
import { withNetwork } from "./gov-options";
import { actorOf, type GovRequest, type ProposeFlags } from "./gov-request";
import type { DecodedCall } from "../governance/decode-call";
import type { Address } from "../hex";
import { type Figure, printable, printFigures, printJson } from "./print";

interface Made {
  account: Address;
  plan: DirectPlan;
  /** One for each step; fewer where nothing was sent. */
  sent: Sent[];
  views: DecodedCall[];
}

/** Sends calls as an account that holds their roles, or says what would be sent. */
export async function sendDirectly(
  request: GovRequest,
  flags: ProposeFlags,
  context: CliContext,
): Promise<void> {
  const made = await withNetwork(flags, async (chain, network): Promise<Made> => {
    const account = await actorOf(chain, network, flags);
    const calls = request.read(chain, chain.namesIn(network));
    const plan = await chain.planDirect(network, calls, account, { skipTrial: flags.skipTrial === true });
    const views = plan.steps.map(({ call }) => chain.viewOfCall(call));
    const sent = flags.dryRun
      ? []
      : await chain.sendDirect(plan.steps, await chain.walletFromEnvironment(network.provider));
    return { account, plan, sent, views };
  });
  if (flags.json) printJson(context.stdout, documentOf(made));
  else printFigures(context, figuresOf(made));
}

function documentOf({ account, plan, sent, views }: Made): object {
  const steps = plan.steps.map(({ kind, sent: { target, data }, delaySeconds }, index) => ({
    kind,
    call: views[index]?.call,
    arguments: views[index]?.arguments,
    to: target,
    data,
    delaySeconds,
    ...sent[index],
  }));
  return { account, steps, notices: plan.notices };
}

function figuresOf({ account, plan, sent, views }: Made): Figure[] {
  return [
    ["account", account],
    ...plan.steps.flatMap((step, index) => {
      const view = views[index];
      return view === undefined ? [] : callFigures("call", view, ...stepFigures(step, sent[index]));
    }),
    ...plan.notices.map((text): Figure => ["notice", printable(text)]),
    ...(sent.length === 0 ? ([["sent", "nothing: this was a dry run"]] as const) : []),
  ];
}

/** What is sent for a call. */
export function stepFigures({ kind, sent, delaySeconds }: DirectStep, receipt: Sent | undefined): Figure[] {
  const next = `repeat the command in ${formatDuration(delaySeconds)}`;
  return [
    ...(kind === "announce" ? ([["  announced", `not made yet: ${next}`]] as const) : []),
    ...(receipt === undefined
      ? ([
          ["  to", sent.target],
          ["  data", sent.data],
        ] as const)
      : ([
          ["  transaction", receipt.transaction],
          ["  gas", receipt.gasUsed],
        ] as const)),
  ];
}
