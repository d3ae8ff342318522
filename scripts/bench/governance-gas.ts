import { time } from "@nomicfoundation/hardhat-network-helpers";

import { roles } from "../../deploy/roles";
import {
  type Call,
  callOf,
  closeVoting,
  deployGovernance,
  openVoting,
  operationOf,
  proposalOf,
  Vote,
} from "../../test/helpers/governance";
import { type GasTable } from "./gas";
import { gasOf } from "./gas-of";

type Network = Awaited<ReturnType<typeof deployGovernance>>;

/** What it costs to govern: one call of a role, and one change of the role table. */
export async function measureGovernanceGas(): Promise<GasTable> {
  const network = await deployGovernance();
  const { authority, controller, governor, timelock, carol } = network;
  const weights = callOf(controller, "setWeights", [[9_000]]);
  const grant = callOf(authority, "grantRole", [roles.arbiter.id, carol.address, 0]);
  const operation = await operationOf(timelock, [grant]);
  const table: GasTable = {
    "deploy NetworkGovernor": await deploymentGas(governor),
    "deploy NetworkTimelock": await deploymentGas(timelock),
    ...(await proposalGas(network, "setWeights", weights)),
    ...(await proposalGas(network, "grantRole by the timelock", operation.schedule)),
  };
  await time.increaseTo(await timelock.getTimestamp(operation.id));
  table["grantRole by the timelock: executeBatch"] = await gasOf(timelock.executeBatch(...operation.batch));
  return table;
}

async function deploymentGas(contract: Network["governor"] | Network["timelock"]): Promise<number> {
  const transaction = contract.deploymentTransaction();
  if (transaction === null) throw new Error("the fixture has deployed nothing");
  return gasOf(Promise.resolve(transaction));
}

/** The life of a proposal with one call. */
async function proposalGas({ governor, alice, bob }: Network, name: string, call: Call): Promise<GasTable> {
  const { id, calls, description } = await proposalOf(governor, [call]);
  const table: GasTable = {};
  table[`${name}: propose`] = await gasOf(governor.connect(alice).propose(...calls, description));
  await openVoting(governor, id);
  table[`${name}: castVote, first`] = await gasOf(governor.connect(alice).castVote(id, Vote.For));
  table[`${name}: castVote, later`] = await gasOf(governor.connect(bob).castVote(id, Vote.For));
  await closeVoting(governor, id);
  table[`${name}: queue`] = await gasOf(governor["queue(uint256)"](id));
  await time.increaseTo(await governor.proposalEta(id));
  table[`${name}: execute`] = await gasOf(governor["execute(uint256)"](id));
  return table;
}
