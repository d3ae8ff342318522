import { digestOf } from "../../eip712/digest-of";
import type { TypedData } from "../../eip712/typed-data";
import type { Address, Hex } from "../../hex";

/** What a member of a committee signs to approve a report. */
export interface ReportApproval {
  /** The distributor's digest of the report; see `hashReport`. */
  report: Hex;
  /** The committee's `configuration()`: a change of members, weights or quorum voids what was signed before. */
  configuration: number;
}

/** The committee that an approval is for. */
export interface CommitteeDomain {
  chainId: bigint | number;
  committee: Address;
}

/** EIP-712 struct of an approval, in the form that ethers and viem take. */
export const approvalTypes = {
  ReportApproval: [
    { name: "report", type: "bytes32" },
    { name: "configuration", type: "uint32" },
  ],
} as const;

/** The typed data of an approval, whole. */
export function approvalTypedData(
  approval: ReportApproval,
  { chainId, committee }: CommitteeDomain,
): TypedData<"ReportApproval", typeof approvalTypes.ReportApproval, ReportApproval> {
  return {
    domain: {
      name: "OpenDePIN ReporterCommittee",
      version: "1",
      chainId: Number(chainId),
      verifyingContract: committee,
    },
    types: approvalTypes,
    primaryType: "ReportApproval",
    message: approval,
  };
}

/**
 * The digest that a member signs, equal to `ReporterCommittee.hashApproval`.
 *
 * @throws OpenDepinError `TYPED_DATA_INVALID` naming the field that is not of its type
 */
export function hashApproval(approval: ReportApproval, domain: CommitteeDomain): Hex {
  return digestOf(approvalTypedData(approval, domain));
}
