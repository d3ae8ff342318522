import type { Command } from "commander";

import type { PledgedCommittee, PledgedMember } from "../chain";
import { OpenDepinError } from "../errors";
import { formatTime } from "../format-time";
import type { Address } from "../hex";
import { addChainOptions, type ChainFlags, withChain } from "./chain-options";
import type { CliContext } from "./context";
import { address } from "./device-values";
import { printFigures, printJson, printTable } from "./print";
import { shortHex } from "./report-figures";
import { withProgress } from "./with-progress";

interface ShowFlags extends ChainFlags {
  committee?: Address;
  json?: true;
}

/** Adds `opendepin committee show`. */
export function addCommitteeShow(committee: Command, context: CliContext): void {
  const command = committee
    .command("show")
    .description("print a committee's members, their weights and pledges, and its quorum")
    .option("--committee <address>", "the committee; that of the program unless given", address)
    .option("--json", "print it as JSON");
  addChainOptions(command, "required").action((flags: ShowFlags) => show(flags, context));
}

async function show(flags: ShowFlags, context: CliContext): Promise<void> {
  const { committee: given, distributor, program, rpc } = flags;
  if (given !== undefined && distributor !== undefined)
    throw new OpenDepinError("USAGE", "give --committee, or else --distributor");
  const json = flags.json === true;
  const committee = await withProgress(context, { json }, (progress) =>
    withChain(rpc, async (chain, provider) => {
      const opened =
        given === undefined
          ? await chain.committeeOf(await chain.findDistributor(provider, { distributor, program }))
          : await chain.openCommittee(provider, given);
      return chain.readPledgedCommittee(opened, progress);
    }),
  );
  if (json) printJson(context.stdout, toJson(committee));
  else print(committee, context);
}

/** What is not there is null, so that every committee has the same fields. */
function toJson({ members, nextMinimumPledge, ...others }: PledgedCommittee): object {
  return {
    ...others,
    nextMinimumPledge: nextMinimumPledge ?? null,
    members: members.map(({ signer, ...member }) => ({ ...member, signer: signer ?? null })),
  };
}

function print(committee: PledgedCommittee, context: CliContext): void {
  const { members, minimumPledge, nextMinimumPledge } = committee;
  printTable(
    context,
    ["signer", "account", "weight", "pledged"],
    members.map((member) => [
      shortHex(member.signer ?? `key ${member.key}`),
      member.account,
      member.weight.toString(),
      pledgeOf(member, minimumPledge),
    ]),
  );
  printFigures(context, [
    ["committee", committee.address],
    ["configuration", committee.configuration],
    ["quorum", `${committee.quorum} of ${committee.totalWeight}`],
    ["pledges in", committee.pledges],
    ["minimum pledge", minimumPledge],
    ...(nextMinimumPledge
      ? ([["", `${nextMinimumPledge.amount} from ${formatTime(nextMinimumPledge.from)} on`]] as const)
      : []),
  ]);
}

/** Anybody may dismiss a member that has pledged too little. */
function pledgeOf({ pledged }: PledgedMember, minimum: bigint): string {
  return pledged < minimum ? `${pledged}, TOO LITTLE` : pledged.toString();
}
