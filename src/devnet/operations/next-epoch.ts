import { rm } from "node:fs/promises";
import { join } from "node:path";

import { type JsonRpcProvider, Wallet } from "ethers";

import { connect } from "../../chain/connect";
import { readDistributorState } from "../../chain/distributor-state";
import { finalizeReport } from "../../chain/finalize-report";
import { refused } from "../../chain/refused";
import { openRegistry } from "../../chain/registry/open-registry";
import { readCoveredSnapshot } from "../../chain/registry/read-covered-snapshot";
import { buildEpochDirectory } from "../../files/build-epoch";
import type { EpochReport } from "../../rewards/epoch/report";
import {
  EmissionController__factory,
  type RewardDistributor,
  RewardDistributor__factory,
} from "../../../typechain-types";
import { requireManifest, writeManifest } from "../folder";
import { JsonRpc, latestBlock } from "../json-rpc";
import type { DevnetEpoch, DevnetManifest, DevnetProgram } from "../manifest";
import { proposeAsCommittee } from "./propose-as-committee";

/** The program that is carried on: the first. */
const PROGRAM = 1;

/** What is needed to report an epoch of a running devnet. */
interface EpochWorld {
  folder: string;
  manifest: DevnetManifest;
  program: DevnetProgram;
  rpc: JsonRpc;
  provider: JsonRpcProvider;
  distributor: RewardDistributor;
}

/**
 * Carries the first program of a folder's devnet one epoch on: lets it end, builds it from the registry and the
 * contributions of the program's first epoch, has honest reporters sign it, proposes it, lets its challenge window
 * pass, and finalises it. The clock moves as far as that takes.
 *
 * @throws OpenDepinError `EPOCH_ELSEWHERE` if somebody else has reported an epoch since, `REPORT_FROZEN` if one is in
 *   dispute.
 */
export async function nextEpoch(folder: string): Promise<DevnetEpoch> {
  const manifest = await requireManifest(folder);
  const provider = await connect(manifest.rpc);
  try {
    return await report(openWorld(folder, manifest, provider));
  } finally {
    provider.destroy();
  }
}

function openWorld(folder: string, manifest: DevnetManifest, provider: JsonRpcProvider): EpochWorld {
  const program = manifest.programs.find((each) => each.program === PROGRAM);
  if (program === undefined) throw new Error(`the devnet has no program ${PROGRAM}`);
  const distributor = RewardDistributor__factory.connect(program.distributor, provider);
  return { folder, manifest, program, provider, distributor, rpc: new JsonRpc(manifest.rpc) };
}

async function report(world: EpochWorld): Promise<DevnetEpoch> {
  const { folder, manifest, program, distributor } = world;
  const keys = honestKeysOf(manifest, program);
  const sender = new Wallet(keys[0] ?? "", world.provider);
  const previous = await finalizedEpoch(world, sender);
  const epoch = previous.epoch + 1;
  const directory = join(manifest.data, `epoch-${epoch}`);
  await reachEndOf(world, epoch);
  const built = await build(world, epoch, directory, previous.directory);

  const { finalizableAt } = await proposeAsCommittee(distributor, built, keys, sender);
  await reach(world, finalizableAt);
  await finalizeReport(distributor, sender, built.root);

  const { root, total } = built;
  const reported = {
    epoch,
    status: "claimable",
    root,
    total: total.toString(),
    directory,
    finalizableAt,
  } as const;
  await writeManifest(folder, withEpoch(manifest, reported));
  return reported;
}

/** The last epoch that was reported, final: what it draws is no longer available to the next. */
async function finalizedEpoch(world: EpochWorld, sender: Wallet): Promise<DevnetEpoch> {
  const { program, distributor } = world;
  const { pending, nextEpoch: next } = await readDistributorState(distributor);
  const last = program.epochs.at(-1);
  if (last === undefined || last.epoch !== (pending?.epoch ?? next - 1)) {
    throw refused(
      "EPOCH_ELSEWHERE",
      `an epoch was reported that ${program.name} has no data of in the manifest; restore a snapshot, or reset`,
    );
  }
  if (pending !== undefined) {
    if (!pending.frozen) await reach(world, pending.finalizableAt);
    await finalizeReport(distributor, sender, pending.root);
  }
  return last;
}

async function build(
  { folder, manifest, distributor, provider }: EpochWorld,
  epoch: number,
  directory: string,
  previous: string,
): Promise<EpochReport> {
  const { contracts, data } = manifest;
  const controller = EmissionController__factory.connect(await distributor.source(), provider);
  const registry = await openRegistry(provider, contracts.deviceRegistry);
  const number = BigInt(epoch);
  const out = join(folder, directory);
  // What a devnet that was not ended properly has left.
  await rm(out, { recursive: true, force: true });
  return buildEpochDirectory({
    epoch: number,
    out,
    inputs: { contributions: join(folder, data, "epoch-0/inputs/contributions.csv") },
    registry: {
      program: PROGRAM,
      read: () => readCoveredSnapshot(registry, number, { staking: contracts.operatorStaking }),
    },
    budget: await controller.available(PROGRAM, epoch),
    previous: join(folder, previous),
  });
}

/** Private keys of as many honest members as the quorum takes. */
function honestKeysOf({ accounts }: DevnetManifest, { name, committee }: DevnetProgram) {
  if (committee === null) throw new Error(`program ${name} has no committee`);
  const honest = committee.members.filter((member) => member.honest).slice(0, committee.quorum);
  return honest.flatMap((member) => accounts[member.name]?.privateKey ?? []);
}

function withEpoch(manifest: DevnetManifest, reported: DevnetEpoch): DevnetManifest {
  const programs = manifest.programs.map((program) => {
    if (program.program !== PROGRAM) return program;
    const before = program.epochs.map((epoch) => ({ ...epoch, status: "superseded" as const }));
    return { ...program, epochs: [...before, reported] };
  });
  return { ...manifest, programs };
}

async function reachEndOf(world: EpochWorld, epoch: number): Promise<void> {
  const { distributor, provider } = world;
  const controller = EmissionController__factory.connect(await distributor.source(), provider);
  const [genesis, length] = await Promise.all([controller.genesis(), controller.epochLength()]);
  await reach(world, Number(genesis + length * BigInt(epoch + 1)));
}

/** Moves the clock forward to a second, unless it is past it. */
async function reach({ rpc }: EpochWorld, timestamp: number): Promise<void> {
  if ((await latestBlock(rpc)).timestamp < timestamp) await rpc.send("evm_mine", timestamp);
}
