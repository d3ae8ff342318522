import { type JsonRpcProvider } from "ethers";
import {
  EmissionController__factory,
  ReporterCommittee__factory,
  RewardDistributor__factory,
} from "opendepin/typechain";

/** What the chain says of a program's reports, at one block. */
export interface Standing {
  /** The chain's own clock, seconds since 1970. */
  now: number;
  /** The lowest epoch that can be reported, and when it ends. */
  nextEpoch: number;
  nextEpochEndsAt: number;
  /** Place of the next report in the sequence. */
  nonce: number;
  /** Of the committee that signs: every change voids what was signed before. */
  configuration: number;
  /** The report that waits; undefined if there is none. */
  pending: { epoch: number; finalizableAt: number; frozen: boolean } | undefined;
}

export async function readStanding(provider: JsonRpcProvider, address: string): Promise<Standing> {
  const block = await provider.getBlock("latest");
  if (block === null) throw new Error("the chain has no block yet");
  const at = { blockTag: block.number };
  const distributor = RewardDistributor__factory.connect(address, provider);
  const [nextEpoch, nonce, pending, source, reporter] = await Promise.all([
    distributor.nextEpoch(at),
    distributor.reportNonce(at),
    distributor.pendingReport(at),
    distributor.source(at),
    distributor.reporter(at),
  ]);
  const controller = EmissionController__factory.connect(source, provider);
  const [genesis, length, configuration] = await Promise.all([
    controller.genesis(at),
    controller.epochLength(at),
    ReporterCommittee__factory.connect(reporter, provider).configuration(at),
  ]);
  const { epoch, finalizableAt, frozen } = pending;
  return {
    now: block.timestamp,
    nextEpoch: Number(nextEpoch),
    nextEpochEndsAt: Number(genesis + (nextEpoch + 1n) * length),
    nonce: Number(nonce),
    configuration: Number(configuration),
    pending:
      finalizableAt === 0n
        ? undefined
        : { epoch: Number(epoch), finalizableAt: Number(finalizableAt), frozen },
  };
}
