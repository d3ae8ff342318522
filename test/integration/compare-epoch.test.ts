import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { time } from "@nomicfoundation/hardhat-network-helpers";
import { expect } from "chai";
import { ethers } from "hardhat";

import { compareEpoch } from "../../src/chain/compare-epoch";
import { readDistributorState } from "../../src/chain/distributor-state";
import { buildEpochDirectory } from "../../src/files/build-epoch";
import { verifyEpochDirectory } from "../../src/files/verify-epoch";
import type { EpochReport } from "../../src/rewards/epoch/report";
import { signReport } from "../../src/rewards/report";
import { deployOneProgram, EPOCH_LENGTH } from "./network";

const HONEST = "0x00000000000000000000000000000000000000a1";
const THIEF = "0x00000000000000000000000000000000000000b2";

describe("compareEpoch", () => {
  let folder: string;

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), "opendepin-"));
  });

  afterEach(async () => {
    await rm(folder, { recursive: true });
  });

  async function build(name: string, epoch: bigint, rows: string, previous?: string): Promise<EpochReport> {
    const payouts = join(folder, `${name}.csv`);
    await writeFile(payouts, `account,amount\n${rows}\n`);
    return buildEpochDirectory({
      epoch,
      out: join(folder, name),
      inputs: { payouts },
      budget: null,
      previous: previous === undefined ? undefined : join(folder, previous),
    });
  }

  it("agrees with finalised epochs, and says when the chain has none", async () => {
    const { distributor, report } = await deployOneProgram(10n ** 18n);
    const first = await build("first", 0n, `${HONEST},100`);
    expect(await compareEpoch(distributor, first)).to.deep.include({ status: "absent", differences: [] });
    await report(first);
    const second = await build("second", 1n, `${HONEST},50`, "first");
    await report(second);
    for (const epoch of [first, second]) {
      expect(await compareEpoch(distributor, epoch)).to.deep.include({
        status: "finalised",
        differences: [],
      });
    }
  });

  it("finds an epoch that follows from its inputs, but from a ledger that somebody made up", async () => {
    const { distributor, report } = await deployOneProgram(10n ** 18n);
    const honest = await build("honest", 0n, `${HONEST},100`);
    await report(honest);

    await build("invented", 0n, `${THIEF},1000`);
    const stolen = await build("stolen", 1n, `${THIEF},1`, "invented");
    await time.increase(2 * EPOCH_LENGTH);
    await proposeUnchecked(distributor, stolen);

    const { differences } = await verifyEpochDirectory(join(folder, "stolen"));
    expect(differences, "the directory is consistent in itself").to.deep.equal([]);
    const { status, differences: onChain } = await compareEpoch(distributor, stolen);
    expect(status).to.equal("pending");
    expect(onChain.map(({ figure }) => figure)).to.deep.equal(["previous root"]);
  });

  it("finds an epoch that leaves out its past", async () => {
    const { distributor, report } = await deployOneProgram(10n ** 18n);
    await report(await build("honest", 0n, `${HONEST},100`));
    const orphan = await build("orphan", 1n, `${THIEF},500`);
    await time.increase(2 * EPOCH_LENGTH);
    await proposeUnchecked(distributor, orphan);
    const { differences } = await compareEpoch(distributor, orphan);
    expect(differences.map(({ figure }) => figure)).to.deep.equal(["previous epoch", "previous root"]);
  });

  it("finds an epoch that pays another program's devices, and does not propose it", async () => {
    const { distributor, report } = await deployOneProgram(10n ** 18n);
    const contributions = join(folder, "contributions.csv");
    const devices = join(folder, "devices.csv");
    await writeFile(contributions, "device,units\n1,1\n");
    await writeFile(devices, `device,epoch,status,program,payee\n1,0,active,2,${THIEF}\n`);
    const inputs = { contributions, devices };
    const registry = { program: 2 };
    const out = join(folder, "foreign");
    const foreign = await buildEpochDirectory({ epoch: 0n, out, inputs, budget: 100n, registry });

    const refusal = await report(foreign).catch((error: unknown) => error);
    expect(refusal).to.have.property("code", "PROGRAM_DIFFERS");
    await proposeUnchecked(distributor, foreign);
    const { differences } = await compareEpoch(distributor, foreign);
    expect(differences.map(({ figure }) => figure)).to.deep.equal(["program"]);
  });

  /** As a dishonest reporter would, past the checks of the command. */
  async function proposeUnchecked(
    distributor: Awaited<ReturnType<typeof deployOneProgram>>["distributor"],
    { epoch, root, total, dataHash }: EpochReport,
  ): Promise<void> {
    const [, reporter] = await ethers.getSigners();
    if (reporter === undefined) throw new Error("the chain has too few accounts");
    const state = await readDistributorState(distributor);
    const deadline = state.now + EPOCH_LENGTH;
    const { program, reportNonce: nonce } = state;
    const signed = { program, epoch: Number(epoch), nonce, deadline, root, total, dataHash, dataURI: "" };
    const domain = { chainId: state.chainId, distributor: state.address };
    await distributor.propose(signed, await signReport(signed, domain, reporter));
  }
});
