import type { Command } from "commander";

import type { PledgedCommittee, PledgedMember } from "../chain";
import { formatTime } from "../format-time";
import { addCommitteeOptions, type CommitteeFlags, withCommittee } from "./committee-options";
import type { CliContext } from "./context";
import { printFigures, printJson, printTable } from "./print";
import { shortHex } from "./report-figures";
import { withProgress } from "./with-progress";

interface ShowFlags extends CommitteeFlags {
  json?: true;
}

/** Adds `opendepin committee show`. */
export function addCommitteeShow(committee: Command, context: CliContext): void {
  const command = committee
    .command("show")
    .description("print a committee's members, their weights and pledges, and its quorum")
    .option("--json", "print it as JSON");
  addCommitteeOptions(command).action((flags: ShowFlags) => show(flags, context));
}

async function show(flags: ShowFlags, context: CliContext): Promise<void> {
  const json = flags.json === true;
  const committee = await withProgress(context, { json }, (progress) =>
    withCommittee(flags, (chain, opened) => chain.readPledgedCommittee(opened, progress)),
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
