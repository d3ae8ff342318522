import { join } from "node:path";

import { EXIT, OpenDepinError } from "../../errors";
import { readReport, REPORT_FILE } from "../../files/epoch-directory";
import { INPUT_NAMES, inputFile } from "../../files/epoch-inputs";
import { compareOwnInputs, isOwnInput } from "../../files/own-inputs";
import type { Progress } from "../../files/progress";
import { findPreviousEpoch, findPublishedEpoch } from "../../files/published-epoch";
import { type EpochVerification, verifyEpochDirectory } from "../../files/verify-epoch";
import { dataHash } from "../../rewards/epoch/data-hash";
import type { EpochReport } from "../../rewards/epoch/report";
import { lineFinding } from "../../watch/line-finding";
import type { FinalizedReport, ProposedReport } from "../../watch/report-event";
import type { Finding, Verdict } from "../../watch/verdict";
import { type ChainDifference, chainDifferences } from "../compare-epoch";
import { explainChainError } from "../explain-error";
import type { OpenRegistry } from "../registry/open-registry";
import type { StakingChoice } from "../staking/staking-behind";
import { registryFinding } from "./registry-finding";

/** What a watcher recomputes reports from. */
export interface WatchSources {
  /** Directory of the published data. */
  data: string;
  /** Directory of the network's own inputs, if the watcher has them. */
  own: string | undefined;
  /** What every epoch's contributions share, if it is always the same. */
  budget: bigint | undefined;
  /** The network's registry; undefined when none is known. */
  registry: OpenRegistry | undefined;
  /** Whether every epoch must have been built from it. */
  isRegistryRequired: boolean;
  /** Whose bonds have to cover the devices. */
  staking?: StakingChoice;
  program: number;
}

/** What the chain says beside the report. */
export interface ReportContext {
  /** The last report that was final when this one was proposed. */
  previous: FinalizedReport | undefined;
  /** Reports of the same epoch that were proposed before. */
  earlier: readonly ProposedReport[];
}

export interface Judgement {
  verdict: Verdict;
  /** What follows from the published inputs, if they could be read. */
  computed: EpochReport | undefined;
}

/**
 * Recomputes a report from what was published, and compares it with what was signed.
 *
 * A report agrees if the published inputs give its root, total and data hash, start from the last final epoch, and are
 * those of the registry and of the watcher's own. It disagrees only if the data is what the report commits to, or nothing
 * that it could be taken for: a copy that is damaged or of an earlier report is unverifiable.
 *
 * @throws OpenDepinError when the chain does not answer; nothing else.
 */
export async function judgeReport(
  report: ProposedReport,
  sources: WatchSources,
  context: ReportContext,
  progress: Progress,
): Promise<Judgement> {
  const published = await recompute(report, sources, context, progress).catch(unreadableData);
  if (published instanceof OpenDepinError) return unverifiable(published, "published");
  const { computed } = published.verification;
  const finding = await findingInFiles(report, published, sources, context, progress).catch(unreadableData);
  if (finding instanceof OpenDepinError) {
    const isOwn =
      sources.own !== undefined && isOwnInput(finding.file, { directory: sources.own, epoch: report.epoch });
    return unverifiable(finding, isOwn ? "own" : "published", computed);
  }
  if (finding !== undefined) return { verdict: { kind: "disagrees", finding }, computed };
  return judgeRegistry(published, sources, progress);
}

async function judgeRegistry(
  { directory, verification: { computed } }: Published,
  sources: WatchSources,
  progress: Progress,
): Promise<Judgement> {
  try {
    const finding = await registryFinding(directory, computed, sources, progress);
    return { verdict: finding ? { kind: "disagrees", finding } : { kind: "agrees" }, computed };
  } catch (error) {
    const explained = explainChainError(error);
    if (explained.exitCode === EXIT.network) throw explained;
    // what was published could be read before: what is missing now is a registry, a staking, or the node's memory
    return unverifiable(explained, "own", computed);
  }
}

interface Published {
  directory: string;
  verification: EpochVerification;
}

async function recompute(
  report: ProposedReport,
  { data }: WatchSources,
  context: ReportContext,
  progress: Progress,
): Promise<Published> {
  const directory = await findPublishedEpoch(data, report.epoch, report.dataURI);
  const stated = await readReport(directory);
  requireSameReport(directory, stated, report, context);
  const { previous: final } = context;
  const previous =
    stated.previous && final
      ? await findPreviousEpoch(data, directory, stated.previous, final.root)
      : undefined;
  const verification = await verifyEpochDirectory(directory, { previous, progress });
  requireUndamaged(directory, verification, report);
  if (stated.previous?.root === final?.root) requirePreviousOf(directory, verification);
  return { directory, verification };
}

/** A mirror may still have what was published for a report that is void. */
function requireSameReport(
  directory: string,
  stated: EpochReport,
  report: ProposedReport,
  { earlier }: ReportContext,
): void {
  const file = join(directory, REPORT_FILE);
  if (stated.epoch !== BigInt(report.epoch))
    throw unreadable(`it is of epoch ${stated.epoch}, not ${report.epoch}`, file);
  const held = dataHash(stated.files);
  if (held === report.dataHash) return;
  const of = earlier.find((other) => other.dataHash === held);
  if (of !== undefined)
    throw unreadable(
      `it is of the report with nonce ${of.nonce}, not of this one; mirror the new data`,
      file,
    );
}

/** Inputs that are not those of the list that the report commits to were damaged on their way, or never published. */
function requireUndamaged(
  directory: string,
  { stated, computed }: EpochVerification,
  report: ProposedReport,
): void {
  if (dataHash(stated.files) !== report.dataHash) return;
  for (const { file, keccak256 } of stated.files.filter(({ file }) => file.startsWith("inputs/"))) {
    if (computed.files.some((other) => other.file === file && other.keccak256 === keccak256)) continue;
    throw unreadable("it is not the file that the report commits to; mirror it again", join(directory, file));
  }
}

/** The report starts from the right epoch, but the copy of that epoch is another one. */
function requirePreviousOf(directory: string, { stated, computed }: EpochVerification): void {
  if (stated.previous === null || stated.previous.root === computed.previous?.root) return;
  throw unreadable(
    `the directory of epoch ${stated.previous.epoch} is not the one that was finalised; mirror it`,
    directory,
  );
}

async function findingInFiles(
  report: ProposedReport,
  published: Published,
  sources: WatchSources,
  { previous }: ReportContext,
  progress: Progress,
): Promise<Finding | undefined> {
  const { computed, differences } = published.verification;
  const own = await ownFinding(published, sources, progress);
  if (own !== undefined) return own;
  const { root, total, dataHash } = report;
  const figures = { root, total: total.toString(), dataHash, previous, program: sources.program };
  const [figure] = chainDifferences(computed, figures);
  if (figure === undefined) return undefined;
  const line = differences.find((each) => each.line !== undefined && each.file !== REPORT_FILE);
  return line === undefined ? figureFinding(figure) : lineFinding(line);
}

async function ownFinding(
  { directory, verification: { stated } }: Published,
  { own, budget }: WatchSources,
  progress: Progress,
): Promise<Finding | undefined> {
  if (budget !== undefined && stated.budget !== null && stated.budget !== budget)
    return reportFinding("budget", budget.toString(), stated.budget.toString());
  if (own === undefined) return undefined;
  const names = INPUT_NAMES.filter((name) => stated.files.some(({ file }) => file === inputFile(name)));
  return compareOwnInputs(directory, names, { directory: own, epoch: Number(stated.epoch) }, progress);
}

function figureFinding({ figure, directory, chain }: ChainDifference): Finding {
  return { ...reportFinding(figure, directory, chain), file: "chain" };
}

function reportFinding(figure: string, expected: string, found: string): Finding {
  return { file: REPORT_FILE, line: undefined, subject: undefined, figure, expected, found };
}

function unreadable(reason: string, file: string): OpenDepinError {
  return new OpenDepinError("DATA_UNREADABLE", reason, { file });
}

/** Whoever publishes data can make reading it fail in ways that nobody foresaw: none of them may stop a watcher. */
function unreadableData(error: unknown): OpenDepinError {
  if (error instanceof OpenDepinError) return error;
  const reason = error instanceof Error ? error.message : String(error);
  return new OpenDepinError("DATA_UNREADABLE", reason, { cause: error });
}

function unverifiable(
  { message: reason }: OpenDepinError,
  cause: "published" | "own",
  computed?: EpochReport,
): Judgement {
  return { verdict: { kind: "unverifiable", cause, reason }, computed };
}
