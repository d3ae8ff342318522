import { AbiCoder, keccak256, toBeHex, ZeroAddress } from "ethers";

import { type DisputeManager, type RewardDistributor } from "../../typechain-types";
import { Status, Subject } from "./disputes";
import { type ContractEvent, type EventArgs, eventsOf } from "./events-of";

/** A dispute, field by field in the order of the contract's struct. */
export type RebuiltDispute = [
  challenger: string,
  rulingDeadline: bigint,
  shareBps: bigint,
  subject: bigint,
  status: bigint,
  bond: bigint,
  penalty: bigint,
  culprit: string,
  program: bigint,
  epoch: bigint,
  nonce: bigint,
  content: string,
];

type Terms = [reportBond: bigint, deviceBond: bigint, maxPenalty: bigint, shareBps: bigint];

/** Everything that a DisputeManager remembers, as events alone tell it: its own, and the report's of the distributor. */
export interface RebuiltDisputes {
  disputes: Map<bigint, RebuiltDispute>;
  /** By the report's nonce. */
  disputeOf: Map<bigint, bigint>;
  /** Accounts, by dispute. */
  punished: Map<bigint, Set<string>>;
  credits: Map<string, bigint>;
  /** All bonds that were ever put up, and all credits that were ever paid. */
  bondsIn: bigint;
  paidOut: bigint;
  terms: Terms;
  timing: { window: bigint; ruling: bigint; nextRuling: bigint; from: bigint };
}

/** @param distributor The only program's: its events say what a disputed report totals. */
export async function rebuildDisputes(
  manager: DisputeManager,
  distributor: RewardDistributor,
): Promise<RebuiltDisputes> {
  const totals = new Map<bigint, bigint>();
  for (const { name, args } of await eventsOf(distributor)) {
    if (name === "ReportProposed") totals.set(args.number("nonce"), args.number("total"));
  }
  const state: RebuiltDisputes = {
    disputes: new Map(),
    disputeOf: new Map(),
    punished: new Map(),
    credits: new Map(),
    bondsIn: 0n,
    paidOut: 0n,
    terms: [0n, 0n, 0n, 0n],
    timing: { window: 0n, ruling: 0n, nextRuling: 0n, from: 0n },
  };
  for (const event of await eventsOf(manager)) apply(state, totals, event);
  return state;
}

/** How long a ruling may take of a dispute that is opened at `second`. */
export function rulingPeriodAt({ timing }: Pick<RebuiltDisputes, "timing">, second: bigint): bigint {
  const { ruling, nextRuling, from } = timing;
  return second < from && ruling < nextRuling ? ruling : nextRuling;
}

function apply(state: RebuiltDisputes, totals: ReadonlyMap<bigint, bigint>, event: ContractEvent): void {
  const { name, args, timestamp } = event;
  switch (name) {
    case "ReportChallenged":
      openReport(state, totals, args);
      break;
    case "DeviceChallenged":
      openDevice(state, args);
      break;
    case "DisputeOpened":
      completeOpening(state, args);
      break;
    case "DisputeRuled": {
      const dispute = disputeAt(state, args.number("dispute"));
      dispute[4] = BigInt(args.flag("upheld") ? Status.Upheld : Status.Rejected);
      dispute[6] = args.number("penalty");
      break;
    }
    case "DisputeExpired":
      disputeAt(state, args.number("dispute"))[4] = BigInt(Status.Expired);
      break;
    case "Punished": {
      const accounts = state.punished.get(args.number("dispute")) ?? new Set();
      state.punished.set(args.number("dispute"), accounts.add(args.text("account")));
      break;
    }
    case "Credited":
      credit(state, args.text("account"), args.number("amount"));
      break;
    case "CreditPaid":
      credit(state, args.text("account"), -args.number("amount"));
      state.paidOut += args.number("amount");
      break;
    case "TermsSet":
      state.terms = [
        args.number("reportBond"),
        args.number("deviceBond"),
        args.number("maxPenalty"),
        args.number("shareBps"),
      ];
      break;
    case "TimingSet":
      state.timing = {
        window: args.number("maxChallengeWindow"),
        ruling: rulingPeriodAt(state, timestamp),
        nextRuling: args.number("rulingPeriod"),
        from: args.number("rulingFrom"),
      };
      break;
  }
}

function openReport(state: RebuiltDisputes, totals: ReadonlyMap<bigint, bigint>, args: EventArgs): void {
  const nonce = args.number("nonce");
  const statement = [args.text("root"), totals.get(nonce)];
  const content = keccak256(AbiCoder.defaultAbiCoder().encode(["bytes32", "uint128"], statement));
  const dispute = newDispute(state, Subject.Report, args.text("reporter"));
  dispute.splice(8, 4, args.number("program"), args.number("epoch"), nonce, content);
  state.disputes.set(args.number("dispute"), dispute);
  state.disputeOf.set(nonce, args.number("dispute"));
}

function openDevice(state: RebuiltDisputes, args: EventArgs): void {
  const dispute = newDispute(state, Subject.Device, args.text("operator"));
  dispute[11] = toBeHex(args.number("device"), 32);
  state.disputes.set(args.number("dispute"), dispute);
}

function completeOpening(state: RebuiltDisputes, args: EventArgs): void {
  const dispute = disputeAt(state, args.number("dispute"));
  dispute[0] = args.text("challenger");
  dispute[1] = args.number("rulingDeadline");
  dispute[5] = args.number("bond");
  dispute[6] = args.number("penalty");
  state.bondsIn += args.number("bond");
}

function newDispute({ terms }: RebuiltDisputes, subject: Subject, culprit: string): RebuiltDispute {
  const [, , , shareBps] = terms;
  const [none, open] = [ZeroAddress, BigInt(Status.Open)];
  return [none, 0n, shareBps, BigInt(subject), open, 0n, 0n, culprit, 0n, 0n, 0n, ""];
}

function disputeAt({ disputes }: RebuiltDisputes, id: bigint): RebuiltDispute {
  const dispute = disputes.get(id);
  if (dispute === undefined) throw new Error(`no event opened dispute ${id.toString()}`);
  return dispute;
}

function credit({ credits }: RebuiltDisputes, account: string, amount: bigint): void {
  credits.set(account, (credits.get(account) ?? 0n) + amount);
}
