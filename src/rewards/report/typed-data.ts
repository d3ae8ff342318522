import type { TypedData } from "../../eip712/typed-data";
import type { Address, Hex } from "../../hex";

/** What a reporter signs about one epoch: `IRewardDistributor.Report`. */
export interface Report {
  /** The distributor's program, from 1. */
  program: number;
  /** The epoch reported; it has ended. */
  epoch: number;
  /** The distributor's `reportNonce()`. */
  nonce: number;
  /** Last second at which the report may be proposed, since 1970. */
  deadline: number;
  /** Root of the claims tree, not zero. */
  root: Hex;
  /** Sum of all cumulative totals, in base units, below 2^128. */
  total: bigint;
  /** Hash of the published data set, not zero. */
  dataHash: Hex;
  /** Where the data set is published; may be empty. */
  dataURI: string;
}

/** The distributor that a signature is for. */
export interface ReportDomain {
  chainId: bigint | number;
  distributor: Address;
}

/** EIP-712 struct of a report, in the form that ethers and viem take. */
export const reportTypes = {
  Report: [
    { name: "program", type: "uint32" },
    { name: "epoch", type: "uint32" },
    { name: "nonce", type: "uint32" },
    { name: "deadline", type: "uint40" },
    { name: "root", type: "bytes32" },
    { name: "total", type: "uint128" },
    { name: "dataHash", type: "bytes32" },
    { name: "dataURI", type: "string" },
  ],
} as const;

/** Name and version of the distributor's EIP-712 domain. */
export const REPORT_DOMAIN_NAME = "OpenDePIN RewardDistributor";
export const REPORT_DOMAIN_VERSION = "1";

/**
 * The typed data of a report, whole: `signTypedData(data)` in viem,
 * `signTypedData(data.domain, data.types, data.message)` in ethers.
 */
export function reportTypedData(
  report: Report,
  { chainId, distributor }: ReportDomain,
): TypedData<"Report", typeof reportTypes.Report, Report> {
  return {
    domain: {
      name: REPORT_DOMAIN_NAME,
      version: REPORT_DOMAIN_VERSION,
      chainId: Number(chainId),
      verifyingContract: distributor,
    },
    types: reportTypes,
    primaryType: "Report",
    message: report,
  };
}
