import type { ProposalPlan, SentProposal } from "../chain";
import { formatDuration } from "../format-duration";
import { formatTime } from "../format-time";
import type { Address, Hex } from "../hex";
import type { Chain } from "./chain-options";
import type { CliContext } from "./context";
import { callFigures, wayOf } from "./gov-figures";
import { withNetwork } from "./gov-options";
import { actorOf, type GovRequest, type ProposeFlags } from "./gov-request";
import { type Figure, printable, printFigures, printJson } from "./print";

interface Proposed {
  plan: ProposalPlan;
  /** What is sent to the governor. */
  transaction: { to: Address; data: Hex };
  /** Undefined of a dry run. */
  sent: SentProposal | undefined;
  figures: Figure[];
  calls: object[];
}

/** Proposes what is asked for, or says what would be proposed. */
export async function propose(request: GovRequest, flags: ProposeFlags, context: CliContext): Promise<void> {
  const proposed = await withNetwork(flags, async (chain, network): Promise<Proposed> => {
    const proposer = await actorOf(chain, network, flags);
    const description = chain.descriptionOf(request.title, request.description, proposer);
    const calls = request.read(chain, chain.namesIn(network));
    const plan = await chain.planProposal(network, calls, {
      description,
      skipTrial: flags.skipTrial === true,
    });
    await chain.requireProposable(network, plan, proposer);
    const { targets, values, calldatas } = plan;
    const data = network.governor.interface.encodeFunctionData("propose", [
      [...targets],
      [...values],
      [...calldatas],
      description,
    ]) as Hex;
    const sent = flags.dryRun
      ? undefined
      : await chain.sendProposal(network, plan, await chain.walletFromEnvironment(network.provider));
    const transaction = { to: network.governorAddress, data };
    return { plan, transaction, sent, ...viewsOf(chain, plan) };
  });
  if (flags.json) printJson(context.stdout, documentOf(proposed, request.title));
  else printFigures(context, figuresOf(proposed, request.title));
}

function viewsOf(chain: Chain, { calls }: ProposalPlan): Pick<Proposed, "figures" | "calls"> {
  return {
    figures: calls.flatMap((call) => callFigures("call", chain.viewOfCall(call), ["  made by", wayOf(call)])),
    calls: calls.map((call) => {
      const { call: name, target, signature, arguments: args, data } = chain.viewOfCall(call);
      const { power, delaySeconds } = call;
      return { call: name, target, signature, arguments: args, data, power, delaySeconds };
    }),
  };
}

function documentOf({ plan, transaction, sent, calls }: Proposed, title: string): object {
  const { id: proposal, description, delaySeconds, notices, operation } = plan;
  return { proposal, title, description, calls, delaySeconds, operation, notices, ...transaction, ...sent };
}

function figuresOf({ plan, transaction, sent, figures }: Proposed, title: string): Figure[] {
  const { id, delaySeconds, operation, notices } = plan;
  return [
    ["proposal", id],
    ["title", printable(title)],
    ...figures,
    ["delay", `${formatDuration(delaySeconds)} from queuing it to executing it`],
    ...(operation
      ? ([
          [
            "timelock",
            `${formatDuration(operation.delaySeconds)} from executing it to the operation ${operation.id}`,
          ],
        ] as const)
      : []),
    ...notices.map((text): Figure => ["notice", printable(text)]),
    ...(sent === undefined ? dryFigures(transaction) : sentFigures(sent)),
  ];
}

function dryFigures({ to, data }: Proposed["transaction"]): Figure[] {
  return [
    ["sent", "nothing: this was a dry run"],
    ["to", to],
    ["data", data],
  ];
}

function sentFigures({ proposal, votingFrom, votingUntil, transaction, gasUsed }: SentProposal): Figure[] {
  return [
    ["vote", `from ${formatTime(votingFrom)} to ${formatTime(votingUntil)}`],
    ["next", `opendepin gov vote ${proposal} for`],
    ["transaction", transaction],
    ["gas", gasUsed],
  ];
}
