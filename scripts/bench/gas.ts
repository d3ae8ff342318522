import { reset, time } from "@nomicfoundation/hardhat-network-helpers";
import { dataSlice, getAddress, id, type TransactionReceipt } from "ethers";
import type { HardhatRuntimeEnvironment } from "hardhat/types";

import { deployNetwork, type NetworkAddresses } from "../../deploy/deploy-network";
import { type NetworkParameters, parseParameters } from "../../deploy/parameters";
import { reportTypedData } from "../../src/rewards/report";
import { deviceTree } from "../../src/rewards/tree";
import { trustParameters } from "../../test/helpers/parameters";
import type { IRewardDistributor, RewardDistributor } from "../../typechain-types";
import { measureCommitteeGas } from "./committee-gas";
import { DATA_URI } from "./data-uri";
import { measureDeviceGas } from "./device-gas";
import { gasOf } from "./gas-of";
import { measureGovernanceGas } from "./governance-gas";
import { measureStakeGas } from "./stake-gas";
import { type SyntheticEpoch, syntheticEpoch } from "./synthetic-epoch";

/** Gas of whole transactions by what they do. */
export type GasTable = Record<string, number>;

/** Sizes of the claims tree that are measured, each in a program of its own. */
export const TREE_SIZES = [1_000, 100_000, 1_000_000] as const;
const BATCHES = [1, 10, 100] as const;

/** A claim's gas depends on how many zero bytes its proof has: the most expensive of so many is taken. */
const SAMPLES = 20;
const EPOCH_LENGTH = 86_400;
const CHALLENGE_WINDOW = 3_600;

/** What CreateX says of a contract that it has created. */
const CONTRACT_CREATION = id("ContractCreation(address,bytes32)");

/** In the future of any clock that this runs by: gas must not depend on the day. */
const GENESIS = 4_000_000_000;
const DEADLINE = 2 ** 40 - 1;

/**
 * Deploys the suite on Hardhat's chain, emptied first, and measures every transaction of the reward loop, of a device's
 * life, of a proposal's, and of bonds and disputes. The same contracts give the same figures.
 */
export async function measureGas(hre: HardhatRuntimeEnvironment): Promise<GasTable> {
  await reset();
  await time.increaseTo(GENESIS - EPOCH_LENGTH);
  const parameters = await benchParameters(hre);
  const addresses = await deployNetwork(hre, parameters);
  const table: GasTable = await deploymentGas(hre, addresses);
  for (const [index, size] of TREE_SIZES.entries()) {
    const address = addresses.RewardDistributor[index] ?? "";
    const distributor = await hre.ethers.getContractAt("RewardDistributor", address);
    Object.assign(table, await programGas(hre, distributor, index + 1, size));
  }
  return {
    ...table,
    ...(await measureDeviceGas()),
    ...(await measureGovernanceGas()),
    ...(await measureStakeGas()),
    ...(await measureCommitteeGas()),
  };
}

async function benchParameters(hre: HardhatRuntimeEnvironment): Promise<NetworkParameters> {
  const [, reporter, guardian] = (await hre.ethers.getSigners()).map(({ address }) => address);
  if (guardian === undefined) throw new Error("the chain has no accounts");
  return parseParameters({
    token: { name: "Bench", symbol: "BENCH", cap: "1000000000000000000000000000000", allocations: [] },
    emissions: {
      genesis: GENESIS,
      epochLength: EPOCH_LENGTH,
      curve: { kind: "halving", initialPerEpoch: "100000000000000000000000000", halvingEpochs: 730 },
    },
    programs: TREE_SIZES.map((size) => ({
      name: `leaves_${size}`,
      weightBps: 3_333,
      challengeWindow: CHALLENGE_WINDOW,
      reporter,
    })),
    devices: { name: "Bench devices", symbol: "BENCHD", rotationDelay: 3_600 },
    kinds: [],
    makers: [],
    ...trustParameters(guardian),
  });
}

async function deploymentGas(hre: HardhatRuntimeEnvironment, addresses: NetworkAddresses): Promise<GasTable> {
  const names = new Map(Object.entries(addresses).map(([name, address]) => [[address].flat()[0], name]));
  const table: GasTable = {};
  for (let block = 0; block <= (await hre.ethers.provider.getBlockNumber()); block++) {
    for (const hash of (await hre.ethers.provider.getBlock(block))?.transactions ?? []) {
      const receipt = await hre.ethers.provider.getTransactionReceipt(hash);
      const name = names.get(createdIn(receipt));
      if (receipt && name !== undefined) table[`deploy ${name}`] = Number(receipt.gasUsed);
    }
  }
  return table;
}

/** Contracts come from the factory that gives them the same address on every chain. */
function createdIn(receipt: TransactionReceipt | null): string {
  const created = receipt?.logs.find(({ topics }) => topics[0] === CONTRACT_CREATION);
  return created?.topics[1] === undefined ? "" : getAddress(dataSlice(created.topics[1], 12));
}

async function programGas(
  hre: HardhatRuntimeEnvironment,
  distributor: RewardDistributor,
  program: number,
  size: number,
): Promise<GasTable> {
  const table: GasTable = {};
  for (const [epoch, when] of (["first", "later"] as const).entries()) {
    const data = syntheticEpoch(size, epoch);
    const ended = GENESIS + EPOCH_LENGTH * (epoch + 1);
    if ((await time.latest()) < ended) await time.increaseTo(ended);
    table[`propose, ${when}, ${size} leaves`] = await propose(hre, distributor, program, epoch, data);
    await time.increase(CHALLENGE_WINDOW);
    table[`finalize, ${when}, ${size} leaves`] = await gasOf(distributor.finalize());
    Object.assign(table, await claimGas(distributor, data, `${when}, ${size} leaves`));
    if (epoch === 1)
      table[`verifyDevice, 100 devices, ${size} leaves`] = await deviceProofGas(distributor, data);
  }
  return table;
}

async function propose(
  hre: HardhatRuntimeEnvironment,
  distributor: RewardDistributor,
  program: number,
  epoch: number,
  { tree, total }: SyntheticEpoch,
): Promise<number> {
  const [, reporter] = await hre.ethers.getSigners();
  if (reporter === undefined) throw new Error("the chain has no second account");
  const report = {
    program,
    epoch,
    nonce: Number(await distributor.reportNonce()),
    deadline: DEADLINE,
    root: tree.root(),
    total,
    dataHash: hre.ethers.id("data"),
    dataURI: DATA_URI,
  } as Parameters<typeof reportTypedData>[0];
  const chainId = hre.network.config.chainId ?? 0;
  const distributorAddress = (await distributor.getAddress()) as `0x${string}`;
  const { domain, types, message } = reportTypedData(report, { chainId, distributor: distributorAddress });
  const signature = await reporter.signTypedData(domain, { Report: [...types.Report] }, message);
  return gasOf(distributor.propose(report, signature));
}

/** Single claims first; the batches then take accounts that no claim has touched in this epoch. */
async function claimGas(
  distributor: RewardDistributor,
  data: SyntheticEpoch,
  when: string,
): Promise<GasTable> {
  const table: GasTable = {};
  let next = 0;
  const singles: number[] = [];
  for (; next < SAMPLES; next++) {
    const { account, cumulative, devicesRoot, proof } = claimOf(data, next);
    singles.push(await gasOf(distributor.claim(account, cumulative, devicesRoot, proof)));
  }
  table[`claim, ${when}`] = Math.max(...singles);
  for (const length of BATCHES) {
    const batch = Array.from({ length }, (_, offset) => claimOf(data, next + offset));
    table[`claimMany ${length}, ${when}, each`] = Math.ceil(
      (await gasOf(distributor.claimMany(batch))) / length,
    );
    next += length;
  }
  return table;
}

function claimOf({ claims, tree }: SyntheticEpoch, index: number): IRewardDistributor.ClaimStruct {
  const claim = claims[index];
  if (claim === undefined) throw new RangeError(`the synthetic epoch keeps no claim ${index}`);
  return { ...claim, proof: tree.proof(index) };
}

/** The first payee of a synthetic epoch has a hundred devices; its claim above costs what any other costs. */
async function deviceProofGas(distributor: RewardDistributor, data: SyntheticEpoch): Promise<number> {
  const [row] = data.devices;
  if (row === undefined) throw new RangeError("the synthetic epoch has no devices");
  const record = { ...row, proof: deviceTree(data.devices).proof(0) };
  return Number(await distributor.verifyDevice.estimateGas(1, claimOf(data, 0), record));
}
