import type { DeviceKey } from "../../devices/device-key";
import type { Address, Hex } from "../../hex";
import { hashApproval } from "./approval";
import type { MemberSignature } from "./committee-signature";
import type { ReportRequest } from "./report-request";

/** A member's approval of a report: what a file of it carries to whoever collects. */
export interface SignedApproval extends MemberSignature {
  chainId: number;
  committee: Address;
  configuration: number;
  /** The request's. */
  digest: Hex;
}

/**
 * Signs a request as a member of its committee.
 *
 * It is for whoever has rebuilt the epoch and found the request's root and data hash: nothing is checked here.
 */
export async function approveRequest(
  { chainId, committee, configuration, digest }: ReportRequest,
  key: DeviceKey,
): Promise<SignedApproval> {
  const approval = hashApproval({ report: digest, configuration }, { chainId, committee });
  const signature = await key.sign(approval);
  return { chainId, committee, configuration, digest, signer: key.signer, signature };
}
