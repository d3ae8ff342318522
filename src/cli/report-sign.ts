import type { Command } from "commander";

import type { DeviceKey } from "../devices/device-key";
import { EXIT, OpenDepinError } from "../errors";
import { approvalToJson } from "../files/approval-file";
import { readJsonFile, writeJsonFile } from "../files/json-file";
import { recomputeEpoch } from "../files/recompute-epoch";
import { requestFromJson } from "../files/request-file";
import { requireAgreement } from "../files/require-agreement";
import type { Address } from "../hex";
import type { EpochReport } from "../rewards/epoch/report";
import { approveRequest, type ReportRequest, requestExpired } from "../rewards/report";
import { positiveInteger, withChain } from "./chain-options";
import type { CliContext } from "./context";
import { addVerifierOption, signingKey, type VerifierFlags } from "./device-signing";
import { address } from "./device-values";
import { machineTimeOf } from "./machine-time";
import { printFigures, printJson } from "./print";
import { addKeyHelp } from "./registry-options";
import { requestFigures } from "./report-figures";
import { withProgress } from "./with-progress";

interface SignFlags extends VerifierFlags {
  epoch: string;
  published?: string;
  key?: string;
  rpc?: string;
  distributor?: Address;
  program?: number;
  out: string;
  json?: true;
}

/** Adds `opendepin report sign`. */
export function addReportSign(report: Command, context: CliContext): void {
  const command = report
    .command("sign")
    .description("sign a request as a member of its committee, if it is about what you have rebuilt yourself")
    .argument("<request>", "file of the request")
    .requiredOption("--epoch <dir>", "directory of the epoch that you have built yourself")
    .requiredOption("--out <file>", "where the signature goes; never replaces a file")
    .option("--published <dir>", "directory of whoever asks: says where it differs from yours")
    .option("--key <file>", "key file (PEM) that signs; the environment's key unless given")
    .option("--rpc <url>", "JSON-RPC endpoint of the chain: checks that the signature will count")
    .option("--distributor <address>", "refuse a request for another distributor", address)
    .option("--program <id>", "refuse a request about another program", positiveInteger)
    .option("--json", "print the signature as JSON");
  addKeyHelp(addVerifierOption(command)).action((path: string, flags: SignFlags) =>
    sign(path, flags, context),
  );
}

async function sign(path: string, flags: SignFlags, context: CliContext): Promise<void> {
  const json = flags.json === true;
  const request = await readJsonFile(path, requestFromJson);
  requireMeant(request, flags);
  const report = await withProgress(context, { json }, async (progress) => {
    const rebuilt = { directory: flags.epoch, report: await recomputeEpoch(flags.epoch, progress) };
    await requireAgreement(request, rebuilt, flags.published, progress);
    return rebuilt.report;
  });
  const key = await signingKey(flags, request.chainId);
  await requireCurrent(request, report, key, flags.rpc);
  const approval = await approveRequest(request, key);
  await writeJsonFile(flags.out, approvalToJson(approval));
  if (json) printJson(context.stdout, approvalToJson(approval));
  else {
    printFigures(context, [
      ...requestFigures(request),
      ["signer", approval.signer],
      ["written to", flags.out],
    ]);
  }
}

/** Who reports for several programs or chains must not sign for one what is true of another. */
function requireMeant({ distributor, report }: ReportRequest, meant: SignFlags): void {
  if (meant.distributor !== undefined && meant.distributor !== distributor) {
    throw elsewhere(`distributor ${distributor}, not ${meant.distributor}`);
  }
  if (meant.program !== undefined && meant.program !== report.program) {
    throw elsewhere(`program ${report.program}, not ${meant.program}`);
  }
}

function elsewhere(what: string): OpenDepinError {
  return new OpenDepinError("REQUEST_ELSEWHERE", `the request is for ${what}. Nothing was signed`, {
    exitCode: EXIT.no,
  });
}

/** Without a chain, only the deadline can be looked at, by the clock of this machine. */
async function requireCurrent(
  request: ReportRequest,
  report: EpochReport,
  { signer }: DeviceKey,
  rpc: string | undefined,
): Promise<void> {
  if (rpc === undefined) {
    const now = machineTimeOf(request);
    const expired = now === undefined ? undefined : requestExpired(request, now);
    if (expired !== undefined) throw expired;
    return;
  }
  await withChain(rpc, async (chain, provider) => {
    const distributor = await chain.distributorOfRequest(provider, request);
    const { state, members } = await chain.requireStanding(distributor, request);
    chain.requireReportable(state, report);
    chain.requireMember(members, signer);
  });
}
