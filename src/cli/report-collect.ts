import type { Command } from "commander";

import type { ApprovedSubmission, Collection, CommitteeState } from "../chain";
import { EXIT } from "../errors";
import { readJsonFile } from "../files/json-file";
import { type RefusedFile, readApprovals } from "../files/read-approvals";
import { requestFromJson } from "../files/request-file";
import { formatTime } from "../format-time";
import type { ReportRequest } from "../rewards/report";
import { withChain } from "./chain-options";
import type { CliContext } from "./context";
import { type Figure, printable, printFigures, printJson, printTable } from "./print";
import { addKeyHelp } from "./registry-options";
import { shortHex } from "./report-figures";

interface CollectFlags {
  rpc: string;
  dryRun?: true;
  json?: true;
}

interface Collected {
  request: ReportRequest;
  committee: CommitteeState;
  collection: Collection;
  /** All files that do not count. */
  refused: RefusedFile[];
  submission: ApprovedSubmission | undefined;
}

/** Adds `opendepin report collect`. */
export function addReportCollect(report: Command, context: CliContext): void {
  const command = report
    .command("collect")
    .description(
      "put members' signatures together and, once they weigh enough, submit the report; anybody may",
    )
    .argument("<request>", "file of the request")
    .argument("<signatures...>", "files of signatures, or directories of them, in any order")
    .requiredOption("--rpc <url>", "JSON-RPC endpoint of the chain")
    .option("--dry-run", "do everything but submit; needs no key")
    .option("--json", "print the result as JSON");
  addKeyHelp(command).action((path: string, signatures: string[], flags: CollectFlags) =>
    collect(path, signatures, flags, context),
  );
}

async function collect(
  path: string,
  signatures: string[],
  flags: CollectFlags,
  context: CliContext,
): Promise<void> {
  const request = await readJsonFile(path, requestFromJson);
  const { found, refused } = await readApprovals(signatures, path);
  const collected = await withChain(flags.rpc, async (chain, provider) => {
    const sender = flags.dryRun ? undefined : await chain.walletFromEnvironment(provider);
    const distributor = await chain.distributorOfRequest(provider, request);
    const { committee, members } = await chain.requireSubmittable(distributor, request);
    const collection = await chain.collectApprovals(committee, members, request, found);
    const { signature } = collection;
    const submission =
      sender && signature && (await chain.submitApprovals(distributor, request, signature, sender));
    const all = [...refused, ...collection.refused];
    return { request, committee: members, collection, refused: all, submission };
  });
  context.exitCode = collected.collection.signature === undefined ? EXIT.no : EXIT.ok;
  if (flags.json) printJson(context.stdout, toJson(collected));
  else print(collected, context);
}

/** A member of the committee, and what came of it. */
function rowsOf({ committee, collection: { counted, chosen = [] } }: Collected) {
  return committee.members.map((member) => {
    const approval = counted.find((each) => each.member.key === member.key);
    return {
      ...member,
      signer: approval?.approval.signer,
      signed: approval !== undefined,
      used: approval !== undefined && chosen.includes(approval),
    };
  });
}

function toJson(collected: Collected): object {
  const { request, committee, collection, refused, submission } = collected;
  return {
    digest: request.digest,
    epoch: request.report.epoch,
    configuration: committee.configuration,
    weight: collection.weight,
    quorum: committee.quorum,
    totalWeight: committee.totalWeight,
    members: rowsOf(collected).map(({ signer, ...member }) => ({ ...member, signer: signer ?? null })),
    refused,
    duplicates: collection.duplicates,
    signature: collection.signature ?? null,
    submission: submission ? { ...submission, finalized: submission.finalized ?? null } : null,
  };
}

function print(collected: Collected, context: CliContext): void {
  const { request, committee, collection, refused } = collected;
  for (const { path, reason } of refused) {
    context.stdout.write(`${printable(path)}: not counted: ${printable(reason)}\n`);
  }
  printTable(
    context,
    ["signer", "account", "weight", "signed"],
    rowsOf(collected).map(({ key, signer, account, weight, signed, used }) => [
      // the chain's state has the keys' hashes only
      shortHex(signer ?? `key ${key}`),
      account,
      weight.toString(),
      signed ? (used || collection.chosen === undefined ? "yes" : "yes, not needed") : "no",
    ]),
  );
  printFigures(context, [
    ["epoch", `${request.report.epoch} of program ${request.report.program}`],
    ["root", request.report.root],
    ["total", request.report.total],
    ["weight", `${collection.weight} signed, ${committee.quorum} of ${committee.totalWeight} needed`],
    ...(collection.duplicates > 0 ? [["duplicates", collection.duplicates] as const] : []),
    ...outcome(collected),
  ]);
}

function outcome({ request, committee, collection, submission }: Collected): Figure[] {
  if (submission !== undefined) {
    const { finalized, proposed, finalizableAt } = submission;
    return [
      ...(finalized ? ([["finalised before", finalized.transaction]] as const) : []),
      ["transaction", proposed.transaction],
      ["gas", proposed.gasUsed],
      ["final from", formatTime(finalizableAt)],
    ];
  }
  if (collection.chosen !== undefined) {
    return [
      ["result", `enough; run without --dry-run to submit, until ${formatTime(request.report.deadline)}`],
    ];
  }
  const missing = committee.quorum - collection.weight;
  return [["result", `NOT ENOUGH: weight ${missing} is missing, of those who have not signed`]];
}
