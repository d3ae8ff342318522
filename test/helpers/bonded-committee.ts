import { setBalance } from "@nomicfoundation/hardhat-network-helpers";
import { getCreateAddress, parseEther, type Wallet } from "ethers";
import { ethers } from "hardhat";

import { type Hex } from "../../src/hex";
import { committeeSignature } from "../../src/rewards/report";
import { type ReporterCommittee, type RewardDistributor } from "../../typechain-types";
import { offlineKey } from "./accounts";
import { passEpoch } from "./clock";
import { nextReport, type Report } from "./report";
import { type ClaimTree } from "./tree";
import { bondFor, type deployTrust } from "./trust";
import { wireRoles } from "./wire-roles";

/** What each member of the fixtures' committees has bonded, and what of it stands behind the committee. */
export const MEMBER_BOND = parseEther("1500");
export const MINIMUM_PLEDGE = parseEther("1000");
export const QUORUM = 3;

/** A member of a committee: the key that approves, and the account that carries the bond. */
export interface Member {
  key: Wallet;
  account: Wallet;
}

/** A committee of five equal members, three of whom are its quorum; each has bonded and pledged. */
export async function deployCommittee(
  trust: Pick<
    Awaited<ReturnType<typeof deployTrust>>,
    "authority" | "makers" | "staking" | "token" | "treasury" | "admin"
  >,
  name: string,
): Promise<{ committee: ReporterCommittee; members: Member[] }> {
  const { authority, makers, staking, admin } = trust;
  const members = ["1", "2", "3", "4", "5"].map((number) => ({
    key: offlineKey(`${name} key ${number}`),
    account: offlineKey(`${name} account ${number}`).connect(ethers.provider),
  }));
  for (const { account } of members) {
    await setBalance(account.address, parseEther("10"));
    await bondFor(trust, account, MEMBER_BOND);
  }
  // members must have pledged before a committee takes them, and it starts with members
  const address = getCreateAddress({ from: admin.address, nonce: await admin.getNonce() });
  for (const { account } of members) await staking.connect(account).pledge(address, MINIMUM_PLEDGE);
  const committee = await ethers.deployContract("ReporterCommittee", [
    staking,
    makers,
    members.map(({ key, account }) => ({ signer: key.address, account, weight: 1 })),
    QUORUM,
    MINIMUM_PLEDGE,
    authority,
  ]);
  await wireRoles(authority, committee, "ReporterCommittee");
  return { committee, members };
}

/** A report that a committee has signed. */
export interface Signed {
  report: Report;
  configuration: bigint;
  signature: string;
}

/** The committee's signature of what `members` approve under its present configuration. */
export async function approve(
  committee: ReporterCommittee,
  distributor: RewardDistributor,
  report: Report,
  members: readonly Member[],
): Promise<Signed> {
  const configuration = await committee.configuration();
  const digest = await committee.hashApproval(await distributor.hashReport(report), configuration);
  const signature = committeeSignature(
    members.map(({ key }) => ({
      signer: key.address as Hex,
      signature: key.signingKey.sign(digest).serialized as Hex,
    })),
  );
  return { report, configuration, signature };
}

interface Committing {
  committee: ReporterCommittee;
  members: readonly Member[];
  distributor: RewardDistributor;
  genesis: number;
}

/** Waits for the end of `epoch`, then has a quorum sign its report and proposes it. */
export async function proposeByCommittee(
  { committee, members, distributor, genesis }: Committing,
  epoch: number,
  tree: Pick<ClaimTree, "root" | "total">,
): Promise<Signed> {
  await passEpoch(genesis, epoch);
  const report = await nextReport(distributor, epoch, tree);
  const signed = await approve(committee, distributor, report, members.slice(0, QUORUM));
  await distributor.propose(signed.report, signed.signature);
  return signed;
}
