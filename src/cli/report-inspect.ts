import type { Command } from "commander";

import { EXIT, OpenDepinError } from "../errors";
import {
  APPROVAL_FORMAT,
  approvalFromJson,
  approvalToJson,
  requireSameRequest,
} from "../files/approval-file";
import { readJsonFile } from "../files/json-file";
import { REQUEST_FORMAT, requestFromJson, requestToJson } from "../files/request-file";
import { formatTime } from "../format-time";
import { type ReportRequest, requestExpired, type SignedApproval } from "../rewards/report";
import { withChain } from "./chain-options";
import type { CliContext } from "./context";
import { machineTimeOf } from "./machine-time";
import { type Figure, printFigures, printJson } from "./print";
import { approvalFigures, requestFigures, validityFrom } from "./report-figures";

interface InspectFlags {
  request?: string;
  rpc?: string;
  json?: true;
}

/** What a file turned out to be worth. */
interface Finding {
  figures: Figure[];
  /** What the chain says of it, for programs. */
  facts: object;
  problems: OpenDepinError[];
}

/** Adds `opendepin report inspect`. */
export function addReportInspect(report: Command, context: CliContext): void {
  report
    .command("inspect")
    .description("say what a request or a signature is, and whether it still counts")
    .argument("<file>", "file of a request or of a signature")
    .option("--request <file>", "of a signature: the request that it should be for")
    .option("--rpc <url>", "JSON-RPC endpoint of the chain, which knows what still counts")
    .option("--json", "print it as JSON")
    .action((path: string, flags: InspectFlags) => inspect(path, flags, context));
}

async function inspect(path: string, flags: InspectFlags, context: CliContext): Promise<void> {
  const document = await readJsonFile(path, documentFromJson);
  if ("report" in document && flags.request !== undefined)
    throw new OpenDepinError("USAGE", "--request goes with the file of a signature");
  const request =
    flags.request === undefined ? undefined : await readJsonFile(flags.request, requestFromJson);
  const findings =
    "report" in document
      ? [await inspectRequest(document, flags.rpc)]
      : [
          await inspectApproval(document, request, flags.rpc),
          ...(request ? [await inspectRequest(request, flags.rpc)] : []),
        ];
  const problems = findings.flatMap((finding) => finding.problems);
  context.exitCode = problems.length === 0 ? EXIT.ok : EXIT.no;
  if (flags.json) {
    const content = "report" in document ? requestToJson(document) : approvalToJson(document);
    const reasons = problems.map(({ code, reason }) => ({ code, reason }));
    const facts = findings.reduce((all, finding) => ({ ...all, ...finding.facts }), {});
    printJson(context.stdout, { ...content, ...facts, asked: flags.rpc !== undefined, problems: reasons });
  } else {
    printFigures(context, [
      ...findings.flatMap((finding) => finding.figures),
      ...verdict(problems, flags.rpc !== undefined),
    ]);
  }
}

function documentFromJson(content: unknown): ReportRequest | SignedApproval {
  const format = (content as { format?: unknown } | null)?.format;
  if (format === REQUEST_FORMAT) return requestFromJson(content);
  if (format === APPROVAL_FORMAT) return approvalFromJson(content);
  throw new OpenDepinError("DOCUMENT_MALFORMED", "neither a request to sign a report nor a signature of one");
}

async function inspectRequest(request: ReportRequest, rpc: string | undefined): Promise<Finding> {
  const figures: Figure[] = [["this is", "a request to sign a report"], ...requestFigures(request)];
  const { deadline } = request.report;
  if (rpc === undefined) {
    const now = machineTimeOf(request);
    if (now === undefined)
      return {
        figures: [...figures, ["valid", `until ${formatTime(deadline)}, by the clock of the local chain`]],
        facts: {},
        problems: [],
      };
    const expired = requestExpired(request, now);
    return {
      figures: [...figures, ["valid", `${validityFrom(now, deadline)}, by the clock of this machine`]],
      facts: {},
      problems: expired ? [expired] : [],
    };
  }
  return withChain(rpc, async (chain, provider) => {
    const distributor = await chain.distributorOfRequest(provider, request);
    const { state, members, problems } = await chain.examineRequest(distributor, request);
    return {
      figures: [
        ...figures,
        ["valid", `${validityFrom(state.now, deadline)}, by the clock of the chain`],
        ["quorum", `${members.quorum} of ${members.totalWeight}, of ${members.members.length} members`],
      ],
      facts: { quorum: members.quorum, totalWeight: members.totalWeight },
      problems,
    };
  });
}

async function inspectApproval(
  approval: SignedApproval,
  request: ReportRequest | undefined,
  rpc: string | undefined,
): Promise<Finding> {
  const figures: Figure[] = [["this is", "a member's signature"], ...approvalFigures(approval)];
  const elsewhere = request === undefined ? [] : differencesFrom(approval, request);
  if (rpc === undefined) return { figures, facts: {}, problems: elsewhere };
  return withChain(rpc, async (chain, provider) => {
    const { member, members, problems } = await chain.examineApproval(provider, approval);
    const weight: Figure[] = member
      ? [
          ["account", member.account],
          ["weight", `${member.weight}, of ${members.quorum} needed`],
        ]
      : [];
    return {
      figures: [...figures, ...weight],
      facts: { account: member?.account ?? null, weight: member?.weight ?? 0n, quorum: members.quorum },
      problems: [...elsewhere, ...problems],
    };
  });
}

function differencesFrom(approval: SignedApproval, request: ReportRequest): OpenDepinError[] {
  try {
    requireSameRequest(approval, request);
    return [];
  } catch (error) {
    if (error instanceof OpenDepinError) return [error];
    throw error;
  }
}

function verdict(problems: readonly OpenDepinError[], asked: boolean): Figure[] {
  if (problems.length > 0) {
    return problems.map(({ reason }, index) => [index === 0 ? "result" : "", `does NOT count: ${reason}`]);
  }
  return [["result", asked ? "counts" : "not compared with a chain; add --rpc <url>"]];
}
