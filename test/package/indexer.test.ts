import { join } from "node:path";

import { expect } from "chai";
import { JsonRpcProvider, Wallet } from "ethers";

import type { DevnetManifest } from "../../src";
import { RewardDistributor__factory } from "../../typechain-types";
import { compile } from "./helpers/compile";
import { csvRows } from "./helpers/csv-rows";
import { type Devnet, startDevnet } from "./helpers/devnet";
import { type Indexer, startIndexer } from "./helpers/indexer";
import { standings } from "./helpers/indexed-standings";
import { createExample, type Project } from "./helpers/project";

const PROGRAM = 1;
const SECONDS_A_DAY = 86_400;

interface Page<Item> {
  items: Item[];
}

interface Proof {
  cumulative: string;
  devicesRoot: string;
  proof: string[];
}

interface IndexedDevice {
  id: string;
  kindId: number;
  makerId: number | null;
  ownerId: string | null;
  payee: string | null;
  owner: { defaultPayee: string | null } | null;
  cell: string | null;
  signer: string;
  suspendedFrom: number | null;
  suspendedUntil: number | null;
  suspension: { reason: number } | null;
}

describe("the example's indexer, on the devnet", () => {
  let project: Project;
  let devnet: Devnet;
  const started: (() => unknown)[] = [];
  let manifest: DevnetManifest;
  let provider: JsonRpcProvider;
  let indexer: Indexer;

  before("start a devnet and its indexer", async () => {
    project = await createExample("indexer");
    devnet = await startDevnet("indexer-devnet");
    started.push(() => devnet.stop());
    manifest = devnet.manifest;
    provider = new JsonRpcProvider(manifest.rpc, manifest.chainId, { staticNetwork: true, cacheTimeout: -1 });
    started.push(() => {
      provider.destroy();
    });
    indexer = await startIndexer(project, { OPENDEPIN_MANIFEST: join(devnet.directory, "devnet.json") });
    started.push(() => indexer.stop());
    await indexer.reach(await lastBlock());
  });

  after("end what was started", async () => {
    for (const stop of started.reverse()) await stop();
  });

  it("is right in all its types", async () => {
    await compile(project);
  });

  it("knows every device as the manifest describes it", async () => {
    const { devices } = (await indexer.query(`{ devices(limit: 1000) { items {
      id kindId makerId ownerId payee owner { defaultPayee } cell signer suspendedFrom suspendedUntil suspension { reason }
    } } }`)) as { devices: Page<IndexedDevice> };

    expect(byDevice(devices.items.map(asInManifest))).to.deep.equal(
      byDevice(
        manifest.devices.map(({ device, kind, maker, owner, payee, cell, signer, suspension }) => {
          return { device, kind, maker, owner: lower(owner), payee: lower(payee), cell, signer, suspension };
        }),
      ),
    );
  });

  it("counts the devices of each kind", async () => {
    const { kinds } = (await indexer.query(
      `{ kinds(orderBy: "id") { items { id name category programId devices { totalCount } } } }`,
    )) as { kinds: Page<object> };

    expect(kinds.items).to.deep.equal(
      manifest.kinds.map(({ kind, name, category, program }) => ({
        id: kind,
        name,
        category,
        programId: program,
        devices: { totalCount: manifest.devices.filter((device) => device.kind === kind).length },
      })),
    );
  });

  it("knows the epochs of each program: status, root, total", async () => {
    const { programs } = (await indexer.query(`{ programs(orderBy: "id") { items { id distributor
      epochs(orderBy: "epoch") { items { epoch status report { root total finalizableAt } } }
    } } }`)) as { programs: Page<object> };

    const statuses = {
      claimable: "finalized",
      superseded: "finalized",
      pending: "pending",
      disputed: "disputed",
    };
    expect(programs.items).to.deep.equal(
      manifest.programs.map(({ program, distributor, epochs }) => ({
        id: program,
        distributor: distributor.toLowerCase(),
        epochs: {
          items: epochs.map(({ epoch, status, root, total, finalizableAt }) => ({
            epoch,
            status: statuses[status],
            report: { root, total, finalizableAt: finalizableAt.toString() },
          })),
        },
      })),
    );
  });

  it("knows the open dispute, and the report that it is about", async () => {
    const { disputes } = (await indexer.query(`{ disputes { items { id subject status challenger bond penalty
      rulingDeadline evidence programId nonce report { epoch status disputeId }
    } } }`)) as { disputes: Page<object> };

    expect(disputes.items).to.deep.equal(
      manifest.disputes.map((dispute) => ({
        id: dispute.dispute.toString(),
        subject: "report",
        status: "open",
        challenger: dispute.challenger.toLowerCase(),
        bond: dispute.bond,
        penalty: dispute.penalty,
        rulingDeadline: dispute.rulingDeadline.toString(),
        evidence: dispute.evidence,
        programId: dispute.program,
        nonce: dispute.nonce,
        report: { epoch: dispute.epoch, status: "disputed", disputeId: dispute.dispute.toString() },
      })),
    );
  });

  it("says which devices count in an epoch, and who is paid for them, as the reporters do", async () => {
    const rows = csvRows(join(epochDirectory("pending"), "inputs/devices.csv"));
    const epoch = Number(rows[0]?.epoch);

    const indexed = await standings(indexer, epoch);

    const statuses = new Set(rows.map(({ status }) => status));
    expect([...statuses]).to.include.members(["active", "suspended", "released", "uncovered"]);
    for (const { status, device = "", payee, program, owner, kind, maker } of rows) {
      if (status === "unknown") expect(indexed.has(device), device).to.be.false;
      else expect(indexed.get(device)).to.deep.equal({ status, payee, program, owner, kind, maker });
    }
  });

  context("when a claim is made", () => {
    let claims: Record<string, string>[];
    let snapshot: unknown;

    before("claim for one account", async () => {
      claims = csvRows(join(epochDirectory("claimable"), "claims.csv"));
      snapshot = await provider.send("evm_snapshot", []);
      await claimFor(claims[0]);
    });

    it("knows the payment, the account's cumulative total, and the day's", async () => {
      await expectClaimed(claims[0]);
    });

    it("forgets it when another block takes the place of the claim's", async () => {
      await provider.send("evm_revert", [snapshot]);
      await claimFor(claims[1]);
      await expectClaimed(claims[1]);
    });
  });

  async function claimFor(row: Record<string, string> = {}): Promise<void> {
    const { account = "" } = row;
    const command = ["epoch", "proof", epochDirectory("claimable"), "--account", account, "--json"];
    const { stdout } = await project.opendepin(...command);
    const { cumulative, devicesRoot, proof } = JSON.parse(stdout) as Proof;
    const sender = new Wallet(devnet.account("alice").privateKey, provider);
    const address = manifest.programs[PROGRAM - 1]?.distributor ?? "";
    const distributor = RewardDistributor__factory.connect(address, sender);
    const block = await lastBlock();
    // so that no two blocks of the same number have the same time
    await provider.send("evm_setNextBlockTimestamp", [
      block.timestamp + Number(BigInt(account) % 1_000n) + 1,
    ]);
    await (await distributor.claim(account, cumulative, devicesRoot, proof)).wait();
    await indexer.reach(await lastBlock());
  }

  /** Of all accounts of the epoch, only that one has claimed. */
  async function expectClaimed({ account, cumulative }: Record<string, string> = {}): Promise<void> {
    const { timestamp } = await lastBlock();
    const day = (timestamp - (timestamp % SECONDS_A_DAY)).toString();
    const answer = await indexer.query(
      `query ($day: BigInt) {
        claims { items { accountId programId amount cumulative epoch at } }
        payouts { items { accountId programId claimed claims account { claimed } } }
        program(id: ${PROGRAM.toString()}) { claimed }
        programDays(where: { programId: ${PROGRAM.toString()}, day: $day }) { items { claimed claims } }
      }`,
      { day },
    );
    expect(answer).to.deep.equal({
      claims: {
        items: [
          {
            accountId: account,
            programId: PROGRAM,
            amount: cumulative,
            cumulative,
            epoch: 0,
            at: timestamp.toString(),
          },
        ],
      },
      payouts: {
        items: [
          {
            accountId: account,
            programId: PROGRAM,
            claimed: cumulative,
            claims: 1,
            account: { claimed: cumulative },
          },
        ],
      },
      program: { claimed: cumulative },
      programDays: { items: [{ claimed: cumulative, claims: 1 }] },
    });
  }

  async function lastBlock(): Promise<{ number: number; timestamp: number }> {
    const block = await provider.getBlock("latest");
    if (block === null) throw new Error("the devnet has no block");
    return { number: block.number, timestamp: block.timestamp };
  }

  function epochDirectory(wanted: string): string {
    const epoch = manifest.programs[PROGRAM - 1]?.epochs.find(({ status }) => status === wanted);
    if (epoch === undefined) throw new Error(`the devnet has no ${wanted} epoch`);
    return join(devnet.directory, epoch.directory);
  }
});

function asInManifest(indexed: IndexedDevice) {
  const { id, kindId, makerId, ownerId, payee, owner, cell, signer, suspension } = indexed;
  return {
    device: id,
    kind: kindId,
    maker: makerId ?? 0,
    owner: ownerId,
    payee: payee ?? owner?.defaultPayee ?? ownerId,
    cell,
    signer,
    suspension: suspension && {
      fromEpoch: indexed.suspendedFrom,
      untilEpoch: indexed.suspendedUntil,
      reason: suspension.reason,
    },
  };
}

function byDevice<Item extends { device: string }>(items: Item[]): Item[] {
  return items.sort((left, right) => (left.device < right.device ? -1 : 1));
}

function lower(address: string | null): string | null {
  return address?.toLowerCase() ?? null;
}
