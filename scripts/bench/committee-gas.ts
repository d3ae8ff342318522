import { setBalance, time } from "@nomicfoundation/hardhat-network-helpers";
import { id, MaxUint256, parseEther, Wallet } from "ethers";
import { ethers } from "hardhat";

import { passEpoch } from "../../test/helpers/clock";
import { approve, deployCommittee, type Member, termsOf } from "../../test/helpers/committee";
import { keyHash, secp256k1Key } from "../../test/helpers/device-keys";
import { nextReport, type Report } from "../../test/helpers/report";
import { PER_EPOCH } from "../../test/helpers/suite";
import { impersonate } from "../../test/helpers/impersonate";
import { bondFor, deployTrust, fund } from "../../test/helpers/trust";
import { type ReporterCommittee } from "../../typechain-types";
import { DATA_URI } from "./data-uri";
import { type GasTable } from "./gas";
import { gasOf } from "./gas-of";

const PROGRAM = 1;
const BOND = parseEther("500");
const PENALTY = parseEther("100");
const EVIDENCE = id("evidence");
/** Seconds until a new minimum pledge counts. */
const MINIMUM_PLEDGE_NOTICE = 7 * 86_400;

/** A committee whose quorum is just the first `signatures` of its members, of weight 1 each. */
interface Seats {
  committee: ReporterCommittee;
  members: Member<Wallet>[];
  signatures: number;
}
type Network = Awaited<ReturnType<typeof deployNetwork>>;

/** What reports of committees, and disputes about them, cost. The same contracts give the same figures. */
export async function measureCommitteeGas(): Promise<GasTable> {
  const network = await deployNetwork();
  return {
    ...(await proposeGas(network)),
    ...(await disputeGas(network)),
    ...(await membershipGas(network)),
  };
}

async function deployNetwork() {
  const trust = await deployTrust();
  await fund(trust, trust.challenger, PER_EPOCH);
  await trust.token.connect(trust.challenger).approve(trust.manager, MaxUint256);
  const deploy = async (signatures: number, size: number): Promise<Seats> => {
    const names = Array.from({ length: size }, (_, index) => `${signatures} of ${size}: ${index}`);
    const members = names.map((name) => ({
      key: secp256k1Key(name),
      account: new Wallet(id(`account of ${name}`), ethers.provider),
      weight: 1n,
    }));
    const options = { members, quorum: BigInt(signatures) };
    return {
      committee: await deployCommittee({ ...trust, pledges: trust.staking }, options),
      members,
      signatures,
    };
  };
  const [three, five, nine] = [await deploy(3, 5), await deploy(5, 9), await deploy(9, 13)];
  let epoch = 0;

  /** The report of an epoch that nobody has reported yet, signed by the committee's quorum. */
  const nextSigned = async ({ committee, members, signatures }: Seats) => {
    await trust.distributor.connect(trust.programManager).setReporter(committee);
    await passEpoch(trust.genesis, epoch);
    const content = { root: id(`root ${epoch}`), total: BigInt(epoch + 1) * PER_EPOCH };
    const next = await nextReport(trust.distributor, epoch, content);
    const report: Report = { ...next, dataURI: DATA_URI };
    const digest = await trust.distributor.hashReport(report);
    epoch++;
    return { report, signature: await approve(committee, digest, members.slice(0, signatures)) };
  };
  const finalize = async () => {
    await time.increaseTo((await trust.distributor.pendingReport()).finalizableAt);
    await trust.distributor.finalize();
  };
  return { ...trust, three, five, nine, nextSigned, finalize };
}

/** After a first report, each finds the same state: what differs is the number of signatures. */
async function proposeGas({
  distributor,
  three,
  five,
  nine,
  nextSigned,
  finalize,
}: Network): Promise<GasTable> {
  const table: GasTable = {};
  const first = await nextSigned(three);
  await distributor.propose(first.report, first.signature);
  await finalize();
  for (const seats of [three, five, nine]) {
    const { report, signature } = await nextSigned(seats);
    const name = `propose, later, ${seats.signatures} signatures of a committee`;
    table[name] = await gasOf(distributor.propose(report, signature));
    await finalize();
  }
  return table;
}

async function disputeGas(network: Network): Promise<GasTable> {
  const { distributor, manager, arbiter, challenger, five, nextSigned, finalize } = network;
  const challenge = async () => {
    const signed = await nextSigned(five);
    await distributor.propose(signed.report, signed.signature);
    const { epoch, nonce, root } = signed.report;
    const dispute = [PROGRAM, epoch, nonce, root, EVIDENCE, DATA_URI] as const;
    return { ...signed, gas: await gasOf(manager.connect(challenger).challengeReport(...dispute)) };
  };
  const rule = (dispute: number, upheld: boolean) =>
    gasOf(manager.connect(arbiter).rule(dispute, upheld, upheld ? PENALTY : 0, DATA_URI));
  for (const { account } of five.members) {
    await bondFor(network, account, BOND);
    await network.staking.connect(await impersonate(account)).pledge(five.committee, BOND);
  }

  await challenge();
  const table: GasTable = { "rule, report sound": await rule(1, false) };
  await finalize();
  const { report, signature, gas } = await challenge();
  table["challengeReport, later"] = gas;
  table["rule, report void"] = await rule(2, true);
  const configuration = await five.committee.configuration();
  table[`punishApprovers, ${five.signatures} of them`] = await gasOf(
    manager.punishApprovers(2, report, configuration, signature),
  );
  await challenge();
  await time.increase((await manager.rulingPeriod()) + 1n);
  table["expire"] = await gasOf(manager.expire(3));
  return table;
}

async function membershipGas({ nine, committeesManager }: Network): Promise<GasTable> {
  const { committee, members } = nine;
  const [first, second, third] = members;
  if (first === undefined || second === undefined || third === undefined) throw new Error("too few members");
  const asGovernance = committee.connect(committeesManager);
  const joining = { ...first, key: secp256k1Key("next key") };
  const table: GasTable = {
    "configure, one key for another": await gasOf(
      asGovernance.configure([keyHash(first.key)], [termsOf(joining)], nine.signatures),
    ),
  };
  await setBalance(second.account.address, parseEther("1"));
  table["resign"] = await gasOf(committee.connect(second.account).resign(keyHash(second.key)));
  await asGovernance.setMinimumPledge(1);
  await time.increase(MINIMUM_PLEDGE_NOTICE);
  table["dismiss"] = await gasOf(committee.dismiss(keyHash(third.key)));
  return table;
}
