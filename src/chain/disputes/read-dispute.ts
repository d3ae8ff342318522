import type { DisputeManager } from "../../../typechain-types";
import { wordToHex } from "../../files/word-hex";
import type { Address, Hex } from "../../hex";
import { refused } from "../refused";

/** In the order of the contract's enumeration; `none` is a dispute that does not exist. */
const STATUSES = ["none", "open", "upheld", "rejected", "expired"] as const;

export type DisputeStatus = (typeof STATUSES)[number];

/** A dispute as it stands. */
export interface DisputeView {
  dispute: number;
  status: DisputeStatus;
  subject: DisputeSubject;
  challenger: Address;
  /** Base units that the challenger has put up. */
  bond: bigint;
  /**
   * Base units that each culprit can lose. While it is open, of a report the terms' maximum, of a device what was asked;
   * afterwards as ruled.
   */
  penalty: bigint;
  /** Ten-thousandths of what is slashed that the challenger gets. */
  shareBps: number;
  /** Last second of the ruling, since 1970. */
  rulingDeadline: number;
  /** Of a report, who signed it, alone or as a committee; of a device, the operator accused. */
  culprit: Address;
}

/** What is disputed. */
export type DisputeSubject =
  | {
      kind: "report";
      program: number;
      epoch: number;
      nonce: number;
      /** `keccak256(abi.encode(root, total))` */
      content: Hex;
    }
  | { kind: "device"; device: Hex };

/**
 * Reads a dispute.
 *
 * @throws OpenDepinError `DISPUTE_UNKNOWN` when there is none of that number.
 */
export async function readDispute(manager: DisputeManager, dispute: number): Promise<DisputeView> {
  const found = await manager.disputeAt(dispute);
  const status = STATUSES[Number(found.status)] ?? "none";
  if (status === "none") {
    throw refused(
      "DISPUTE_UNKNOWN",
      `there is no dispute ${dispute}; the last one is ${await manager.disputeCount()}`,
    );
  }
  return {
    dispute,
    status,
    subject:
      found.subject === 0n ? reportOf(found) : { kind: "device", device: wordToHex(BigInt(found.content)) },
    challenger: found.challenger as Address,
    bond: found.bond,
    penalty: found.penalty,
    shareBps: Number(found.shareBps),
    rulingDeadline: Number(found.rulingDeadline),
    culprit: found.culprit as Address,
  };
}

type Found = Awaited<ReturnType<DisputeManager["disputeAt"]>>;

function reportOf({ program, epoch, nonce, content }: Found): DisputeSubject {
  return {
    kind: "report",
    program: Number(program),
    epoch: Number(epoch),
    nonce: Number(nonce),
    content: content as Hex,
  };
}
