import { type HardhatEthersSigner } from "@nomicfoundation/hardhat-ethers/signers";
import { time } from "@nomicfoundation/hardhat-network-helpers";
import { id, parseEther } from "ethers";

import { roles } from "../../deploy/roles";
import { type DisputeManager } from "../../typechain-types";
import { deployCommittee, proposeByCommittee } from "./bonded-committee";
import { secp256k1Key } from "./device-keys";
import { register } from "./device-actions";
import { Category } from "./devices";
import { PER_EPOCH } from "./suite";
import { bondFor, deployTrust, fund } from "./trust";

/** What a culprit of the fixtures loses. */
export const PENALTY = parseEther("600");
export const EVIDENCE = id("evidence");
export const EVIDENCE_URI = "ipfs://evidence";
export const REASON_URI = "ipfs://reason";
export const OPERATOR_BOND = parseEther("1000");
/** The fixtures' committee reports this program. */
export const PROGRAM = 1n;
/** The fixtures' only kind; it needs no maker. */
export const OPEN_KIND = 1n;

/** Orders of the manager's enums. */
export enum Subject {
  Report,
  Device,
}
export enum Status {
  None,
  Open,
  Upheld,
  Rejected,
  Expired,
}

/** Trust with a committee that reports program 1, a bonded operator of one device, and a challenger with tokens. */
export async function deployDisputes() {
  const trust = await deployTrust();
  const { authority, token, manager, registry, makers, makersManager, admin, challenger, operator } = trust;
  const { committee, members } = await deployCommittee(trust, "committee");
  await trust.distributor.connect(trust.programManager).setReporter(committee);

  await fund(trust, challenger, parseEther("10000"));
  await token.connect(challenger).approve(manager, parseEther("10000"));

  await authority.connect(admin).grantRole(roles.makers.id, makersManager, 0);
  await time.increaseTo(trust.genesis);
  await makers.connect(makersManager).addKind(PROGRAM, Category.Digital, true, 0, "App", "");
  const device = await register(registry, operator, { key: secp256k1Key("device"), kind: OPEN_KIND });
  await bondFor(trust, operator, OPERATOR_BOND);
  return { ...trust, committee, members, device };
}

/** The wrong report of a colluding quorum about epoch 0 is pending. */
export async function givenAPendingReport() {
  const disputes = await deployDisputes();
  const signed = await proposeByCommittee(disputes, 0, { root: id("wrong root"), total: PER_EPOCH });
  const { finalizableAt } = await disputes.distributor.pendingReport();
  return { ...disputes, ...signed, finalizableAt };
}

/** It is disputed, by dispute 1. */
export async function givenADisputedReport() {
  const pending = await givenAPendingReport();
  await challengeReport(pending, pending.challenger, pending.report);
  return { ...pending, deadline: await deadlineOf(pending.manager, 1n) };
}

/** It was ruled wrong in dispute 1, at {PENALTY} for each who signed it. */
export async function givenAnUpheldReport() {
  const disputed = await givenADisputedReport();
  await disputed.manager.connect(disputed.arbiter).rule(1, true, PENALTY, REASON_URI);
  return disputed;
}

/** The operator's device is disputed, by dispute 1. */
export async function givenADisputedDevice() {
  const disputes = await deployDisputes();
  const { manager, challenger, operator, device } = disputes;
  await manager.connect(challenger).challengeDevice(device, operator, PENALTY, EVIDENCE, EVIDENCE_URI);
  return { ...disputes, deadline: await deadlineOf(manager, 1n) };
}

/** Disputes a report of program 1 in the usual way. */
export async function challengeReport(
  { manager }: { manager: DisputeManager },
  challenger: HardhatEthersSigner,
  { epoch, nonce, root }: { epoch: bigint; nonce: bigint; root: string },
) {
  return manager.connect(challenger).challengeReport(PROGRAM, epoch, nonce, root, EVIDENCE, EVIDENCE_URI);
}

/** Last second in which a dispute can be ruled on. */
export async function deadlineOf(manager: DisputeManager, dispute: bigint): Promise<bigint> {
  return (await manager.disputeAt(dispute)).rulingDeadline;
}
