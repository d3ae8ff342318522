import type { JsonRpcProvider } from "ethers";

import type { ReporterCommittee, RewardDistributor } from "../../../typechain-types";
import type { OpenDepinError } from "../../errors";
import { formatTime } from "../../format-time";
import { type ReportRequest, requestExpired } from "../../rewards/report";
import { type DistributorState, readDistributorState } from "../distributor-state";
import { findDistributor } from "../find-distributor";
import { refused } from "../refused";
import { committeeOf } from "./find-committee";
import { type CommitteeState, readCommittee } from "./read-committee";

/** A request beside the chain that it is for. */
export interface RequestStanding {
  distributor: RewardDistributor;
  committee: ReporterCommittee;
  state: DistributorState;
  members: CommitteeState;
  /** Why its approvals count no longer, or never did; empty if they count. */
  problems: OpenDepinError[];
}

/**
 * The distributor that a request is for.
 *
 * @throws OpenDepinError `REQUEST_ELSEWHERE`, and as `findDistributor`.
 */
export async function distributorOfRequest(
  provider: JsonRpcProvider,
  { chainId: named, distributor, report: { program } }: ReportRequest,
): Promise<RewardDistributor> {
  const { chainId } = await provider.getNetwork();
  if (chainId === BigInt(named)) return findDistributor(provider, { distributor, program });
  throw refused("REQUEST_ELSEWHERE", `the request is for chain ${named}, but --rpc is chain ${chainId}`);
}

/**
 * Compares a request with the chain at its newest block.
 *
 * @throws OpenDepinError `NOT_COMMITTEE`.
 */
export async function examineRequest(
  distributor: RewardDistributor,
  request: ReportRequest,
): Promise<RequestStanding> {
  const committee = await committeeOf(distributor);
  const [members, state] = await Promise.all([readCommittee(committee), readDistributorState(distributor)]);
  return { distributor, committee, state, members, problems: problemsOf(request, state, members) };
}

/**
 * Refuses a request whose approvals count no longer.
 *
 * @throws OpenDepinError `COMMITTEE_DIFFERS`, `PROGRAM_DIFFERS`, `REPORT_SUBMITTED`, `CONFIGURATION_STALE`, `NONCE_STALE`,
 * `REQUEST_EXPIRED`, and as `examineRequest`.
 */
export async function requireStanding(
  distributor: RewardDistributor,
  request: ReportRequest,
): Promise<RequestStanding> {
  const standing = await examineRequest(distributor, request);
  const [first] = standing.problems;
  if (first !== undefined) throw first;
  return standing;
}

function problemsOf(
  request: ReportRequest,
  state: DistributorState,
  members: CommitteeState,
): OpenDepinError[] {
  const { committee, configuration, report } = request;
  const problems: OpenDepinError[] = [];
  if (committee !== members.address) {
    problems.push(
      refused(
        "COMMITTEE_DIFFERS",
        `the request is for committee ${committee}, but the program's reporter is ${members.address}; ${ANEW}`,
      ),
    );
  } else if (configuration !== members.configuration) {
    problems.push(
      refused(
        "CONFIGURATION_STALE",
        `the committee has changed: the request is for its configuration ${configuration}, it now is ${members.configuration}; ${ANEW}`,
      ),
    );
  }
  if (report.program !== state.program) {
    problems.push(
      refused(
        "PROGRAM_DIFFERS",
        `the request is about program ${report.program}, the distributor pays program ${state.program}; ${ANEW}`,
      ),
    );
  }
  if (report.nonce !== state.reportNonce) problems.push(wrongNonce(request, state));
  const expired = requestExpired(request, state.now);
  if (expired !== undefined) problems.push(expired);
  return problems;
}

const ANEW = "make the request anew, and have it signed anew";

/** Used up by the very report, by another one, or of another time. */
function wrongNonce(
  { report }: ReportRequest,
  { pending, activeRoot, reportNonce }: DistributorState,
): OpenDepinError {
  if (pending?.epoch === report.epoch && pending.root === report.root) {
    const from = formatTime(pending.finalizableAt);
    return refused("REPORT_SUBMITTED", `the report is submitted already; it is pending, final from ${from}`);
  }
  if (activeRoot === report.root) {
    return refused("REPORT_SUBMITTED", "the report is submitted already, and final");
  }
  return refused(
    "NONCE_STALE",
    `the request has nonce ${report.nonce}, but the distributor expects ${reportNonce}: another report was proposed; ${ANEW}`,
  );
}
