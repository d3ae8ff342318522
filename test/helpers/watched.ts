import { cp, mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { setBalance, time } from "@nomicfoundation/hardhat-network-helpers";
import { type Wallet, parseEther } from "ethers";
import { ethers } from "hardhat";

import { roles } from "../../deploy/roles";
import { forgeClaim } from "../../scripts/devnet/trust/forge-claim";
import { secp256k1Key } from "../../src/chain/secp256k1-key";
import { buildEpochDirectory } from "../../src/files/build-epoch";
import type { Address, Hex } from "../../src/hex";
import type { EpochReport } from "../../src/rewards/epoch/report";
import {
  committeeSignature,
  hashApproval,
  hashReport,
  type Report,
  signReport,
} from "../../src/rewards/report";
import type { ReporterCommittee, RewardDistributor } from "../../typechain-types";
import { offlineKey } from "./accounts";
import { passEpoch } from "./clock";
import { PER_EPOCH } from "./suite";
import { bondFor, deployTrust, fund, TERMS } from "./trust";

export const ALICE: Address = `0x${"a1".repeat(20)}`;
export const BOB: Address = `0x${"b2".repeat(20)}`;
export const THIEF: Address = `0x${"f0".repeat(20)}`;
/** What the forged reports give the thief beyond what it has earned. */
export const LOOT = 100n;
/** Each epoch's budget: less than what may be minted, so that there is something to steal. */
export const BUDGET = PER_EPOCH / 2n;
export const MEMBER_BOND = parseEther("500");
const VALIDITY = 86_400;

/** The suite with trust and a reporter that has a bond, and the watcher's, a decoy's and an arbiter's own keys. */
export async function deployWatched() {
  const trust = await deployTrust();
  const [watcher, decoy, judge] = ["watcher", "decoy", "judge"].map((name) =>
    offlineKey(name).connect(ethers.provider),
  ) as [Wallet, Wallet, Wallet];
  for (const { address } of [watcher, decoy, judge]) await setBalance(address, parseEther("10"));
  for (const key of [watcher, decoy]) await fund(trust, key, 10n * TERMS.reportBond);
  await trust.authority.grantRole(roles.arbiter.id, judge, 0);
  await bondFor(trust, trust.reporter.address, MEMBER_BOND);
  return { ...trust, watcher, decoy, judge };
}

export type Watched = Awaited<ReturnType<typeof deployWatched>>;

/** Five members with a bond each, three of whom are a quorum, as the reporter of the program; nothing is pledged. */
export async function deployUnpledgedCommittee() {
  const watched = await deployWatched();
  const { staking, makers, authority, distributor, programManager } = watched;
  const members = [1, 2, 3, 4, 5].map((index) => offlineKey(`member ${index}`).connect(ethers.provider));
  const terms = members.map(({ address }) => ({ signer: address, account: address, weight: 1 }));
  const committee = await ethers.deployContract("ReporterCommittee", [
    staking,
    makers,
    terms,
    3,
    0,
    authority,
  ]);
  for (const { address } of members) {
    await setBalance(address, parseEther("10"));
    await bondFor(watched, address, MEMBER_BOND);
  }
  await distributor.connect(programManager).setReporter(committee);
  return { ...watched, committee, members };
}

/** The same, and each answers for the committee with a pledge. */
export async function deployCommittee() {
  const watched = await deployUnpledgedCommittee();
  const { staking, committee, members } = watched;
  for (const member of members) await staking.connect(member).pledge(committee, MEMBER_BOND);
  return watched;
}

/** Who proposes reports: the single reporter, or members of a committee. */
export type Sign = (report: Report, distributor: Address) => Promise<Hex>;

/** The program's own key. */
export function byReporter({ reporter }: Pick<Watched, "reporter">): Sign {
  return async (report, distributor) => {
    const { chainId } = await ethers.provider.getNetwork();
    return signReport(report, { chainId, distributor }, reporter);
  };
}

/** Members who agree, in whatever order, in the committee's configuration of the moment. */
export function byMembers(committee: ReporterCommittee, members: readonly Wallet[]): Sign {
  return async (report, distributor) => {
    const { chainId } = await ethers.provider.getNetwork();
    const configuration = Number(await committee.configuration());
    const approval = { report: hashReport(report, { chainId, distributor }), configuration };
    const digest = hashApproval(approval, { chainId, committee: (await committee.getAddress()) as Address });
    const signatures = members.map(async ({ privateKey }) => {
      const key = secp256k1Key(privateKey as Hex);
      return { signer: key.signer, signature: await key.sign(digest) };
    });
    return committeeSignature(await Promise.all(signatures));
  };
}

/** Signs and proposes what a directory states, whether or not it follows from anything. */
export async function proposeStated(
  { distributor, genesis, stranger }: Pick<Watched, "distributor" | "genesis" | "stranger">,
  { epoch, root, total, dataHash }: Pick<EpochReport, "epoch" | "root" | "total" | "dataHash">,
  sign: Sign,
  dataURI = "",
): Promise<{ report: Report; signature: Hex }> {
  await passEpoch(genesis, Number(epoch));
  const report: Report = {
    program: 1,
    epoch: Number(epoch),
    nonce: Number(await distributor.reportNonce()),
    deadline: (await time.latest()) + VALIDITY,
    root,
    total,
    dataHash,
    dataURI,
  };
  const signature = await sign(report, (await distributor.getAddress()) as Address);
  await distributor.connect(stranger).propose(report, signature);
  return { report, signature };
}

/** Waits until the pending report's window has passed, and makes it final. */
export async function finalizePending(distributor: RewardDistributor): Promise<void> {
  const { finalizableAt } = await distributor.pendingReport();
  await time.increaseTo(finalizableAt);
  await distributor.finalize();
}

/** A folder with published epochs in `data`, and whatever else a watcher needs beside it; one for each test. */
export class WatchFolder {
  directory = "";

  constructor() {
    beforeEach(async () => {
      this.directory = await mkdtemp(join(tmpdir(), "opendepin-watch-"));
      await mkdir(this.path("data"));
    });
    afterEach(() => rm(this.directory, { recursive: true }));
  }

  path(...parts: string[]): string {
    return join(this.directory, ...parts);
  }

  /** Builds an epoch of contributions of devices that are accounts. */
  async build(
    name: string,
    epoch: number,
    units: Readonly<Record<string, number>>,
    previous?: string,
  ): Promise<EpochReport> {
    const rows = Object.entries(units).map(([device, amount]) => `${device},${amount}\n`);
    const contributions = this.path(`${name.replaceAll("/", "-")}.csv`);
    await writeFile(contributions, `device,units\n${rows.join("")}`);
    return buildEpochDirectory({
      epoch: BigInt(epoch),
      out: this.path("data", name),
      inputs: { contributions },
      budget: BUDGET,
      previous: previous === undefined ? undefined : this.path("data", previous),
    });
  }

  /** Makes of a built epoch one that overpays the thief, consistent in itself. */
  forge(from: string, to: string): Promise<EpochReport> {
    return forgeClaim(this.path("data", from), this.path("data", to), THIEF, LOOT);
  }

  async copy(from: string, to: string): Promise<void> {
    await rm(this.path("data", to), { recursive: true, force: true });
    await cp(this.path("data", from), this.path("data", to), { recursive: true });
  }

  async remove(name: string): Promise<void> {
    await rm(this.path("data", name), { recursive: true });
  }
}
