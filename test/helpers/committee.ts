import { type HardhatEthersSigner } from "@nomicfoundation/hardhat-ethers/signers";
import {
  type AddressLike,
  concat,
  dataLength,
  getCreateAddress,
  parseEther,
  toBeHex,
  type TypedDataDomain,
} from "ethers";
import { ethers } from "hardhat";

import { roles } from "../../deploy/roles";
import { type Hex } from "../../src/hex";
import { committeeSignature } from "../../src/rewards/report";
import { type AccessManager, type MakerRegistry, type ReporterCommittee } from "../../typechain-types";
import { offlineKey } from "./accounts";
import { type DeviceKey, keyHash, p256Key, secp256k1Key } from "./device-keys";
import { deployRegistries } from "./devices";
import { deploySuite } from "./suite";
import { wireRoles } from "./wire-roles";

export const MINIMUM_PLEDGE = parseEther("100");
/** The fixtures' members weigh 9 together. */
export const QUORUM = 5n;

/** A member of a committee; its account is a signer where the test sends as the member. */
export interface Member<Account extends AddressLike = AddressLike> {
  key: DeviceKey;
  account: Account;
  weight: bigint;
}

/** A member as the contract takes it. */
export function termsOf({ key, account, weight }: Member) {
  return { signer: key.signer, account, weight };
}

interface Surroundings {
  authority: AccessManager;
  makers: MakerRegistry;
  pledges: AddressLike;
}

interface CommitteeOptions {
  members: readonly Member[];
  quorum: bigint;
  minimumPledge: bigint;
}

/** A committee of one, unless told otherwise, that is wired to the role table. */
export async function deployCommittee(
  { authority, makers, pledges }: Surroundings,
  options: Partial<CommitteeOptions> = {},
): Promise<ReporterCommittee> {
  const only = { key: secp256k1Key("only member"), account: offlineKey("only member"), weight: 1n };
  const { members = [only], quorum = 1n, minimumPledge = 0n } = options;
  const terms = members.map(termsOf);
  const parameters = [pledges, makers, terms, quorum, minimumPledge, authority] as const;
  const committee = await ethers.deployContract("ReporterCommittee", [...parameters]);
  await wireRoles(authority, committee, "ReporterCommittee");
  return committee;
}

/** Where the contract that is deployed next will stand: members pledge to a committee before it is there. */
export async function nextContract(): Promise<string> {
  const [deployer] = await ethers.getSigners();
  if (deployer === undefined) throw new Error("the local chain has no account");
  return getCreateAddress({ from: deployer.address, nonce: await deployer.getNonce() });
}

/** The suite with a catalogue that allows P-256, and pledges that are whatever a test says; no committee yet. */
export async function deployBeforeCommittee() {
  const suite = await deploySuite();
  const { authority, genesis, makersManager, committeesManager } = suite;
  const registries = await deployRegistries(authority, genesis);
  await authority.grantRole(roles.makers.id, makersManager, 0);
  await authority.grantRole(roles.committees.id, committeesManager, 0);
  await registries.makers.connect(makersManager).setVerifier(registries.verifiers.p256, true);
  const pledges = await ethers.deployContract("PledgesMock");
  return { ...suite, ...registries, pledges };
}

/**
 * A committee of three secp256k1 keys and two P-256 keys, of weights 3, 2, 2, 1 and 1, each with just the minimum
 * pledged; it signs the reports of the suite's program.
 */
export async function deployCommitteeOfFive() {
  const before = await deployBeforeCommittee();
  const { verifiers, pledges, programManager, distributor } = before;
  const verifier = await verifiers.p256.getAddress();
  const members = {
    alice: member(secp256k1Key("alice"), before.alice, 3n),
    bob: member(secp256k1Key("bob"), before.bob, 2n),
    carol: member(p256Key("carol", verifier), before.carol, 2n),
    operator: member(secp256k1Key("operator"), before.operator, 1n),
    sponsor: member(p256Key("sponsor", verifier), before.sponsor, 1n),
  };
  const address = await nextContract();
  for (const { account } of Object.values(members)) {
    await pledges.connect(account).setPledge(account, address, MINIMUM_PLEDGE);
  }
  const all = Object.values(members);
  const options = { members: all, quorum: QUORUM, minimumPledge: MINIMUM_PLEDGE };
  const committee = await deployCommittee(before, options);
  await distributor.connect(programManager).setReporter(committee);
  const asGovernance = committee.connect(before.committeesManager);
  return { ...before, committee, members, all, asGovernance };
}

/** Somebody who is no member yet, with enough pledged to become one. */
export async function newcomer(
  { committee, pledges, stranger }: Awaited<ReturnType<typeof deployCommitteeOfFive>>,
  weight = 1n,
): Promise<Member<HardhatEthersSigner>> {
  await pledges.setPledge(stranger, committee, MINIMUM_PLEDGE);
  return member(secp256k1Key("newcomer"), stranger, weight);
}

export function member(
  key: DeviceKey,
  account: HardhatEthersSigner,
  weight: bigint,
): Member<HardhatEthersSigner> {
  return { key, account, weight };
}

/** Two bytes of length, and the bytes. */
export function chunk(bytes: string): string {
  return concat([toBeHex(dataLength(bytes), 2), bytes]);
}

/** One member's approval in the format of the committee's signature. */
export function approvalOf({ key }: Pick<Member, "key">, digest: string): string {
  return concat([chunk(key.signer), chunk(key.sign(digest))]);
}

/** In the order that a signature of the committee has. */
export function byKey(a: Pick<Member, "key">, b: Pick<Member, "key">): number {
  return keyHash(a.key) < keyHash(b.key) ? -1 : 1;
}

/** The committee's signature by these members, each over the digest of the present configuration unless it is given. */
export async function approve(
  committee: ReporterCommittee,
  report: string,
  members: readonly Pick<Member, "key">[],
  digest?: string,
): Promise<string> {
  const signed = digest ?? (await committee.hashApproval(report, await committee.configuration()));
  const approvals = members.map(({ key }) => ({
    signer: key.signer as Hex,
    signature: key.sign(signed) as Hex,
  }));
  return committeeSignature(approvals);
}

export async function committeeDomain(committee: ReporterCommittee): Promise<TypedDataDomain> {
  const { chainId } = await ethers.provider.getNetwork();
  return {
    name: "OpenDePIN ReporterCommittee",
    version: "1",
    chainId,
    verifyingContract: await committee.getAddress(),
  };
}
