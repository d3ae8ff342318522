import { time } from "@nomicfoundation/hardhat-network-helpers";
import { type HardhatEthersSigner } from "@nomicfoundation/hardhat-ethers/signers";
import { expect } from "chai";
import { id, parseEther } from "ethers";
import hre, { ethers } from "hardhat";

import { type NetworkAddresses } from "../../../deploy/deploy-network";
import { type NetworkParameters } from "../../../deploy/parameters";
import { admin, permissions, roles } from "../../../deploy/roles";
import { statusOf } from "../../../deploy/status/status";
import { type Call, callOf, govern, operationOf } from "../governance";
import { isRefused, restrictedCalls } from "./attempts";
import { contractsAt } from "./launched-network";

const HOUR = 3_600;
const BOND = parseEther("20000000");

export interface LaunchedNetwork {
  parameters: NetworkParameters;
  addresses: NetworkAddresses;
  /** By what they are in the example. */
  accounts: Record<"deployer" | "treasury" | "operators" | "stranger", HardhatEthersSigner>;
}

/** What must hold of every network that was handed over: bonded voters can change it, and nobody else can. */
export function shouldBeGoverned(launched: () => LaunchedNetwork): void {
  let contracts: Awaited<ReturnType<typeof contractsAt>>;
  /** What governance has decided since the launch. */
  let decided: LaunchedNetwork;

  before(async () => {
    decided = launched();
    contracts = await contractsAt(decided.addresses);
  });

  /** Passes a proposal with the votes of those who have bonded. */
  const decide = async (...calls: readonly Call[]) => {
    const { operators, treasury } = decided.accounts;
    await govern(contracts.governor, [operators, treasury], calls);
  };
  /** Changes the role table: the timelock's delay comes after the proposal's. */
  const reform = async (...calls: readonly Call[]) => {
    const delay = decided.parameters.governance.timelockDelay;
    const operation = await operationOf(contracts.timelock, calls, delay);
    await decide(operation.schedule);
    await time.increase(delay);
    await contracts.timelock.executeBatch(...operation.batch);
  };
  const differences = async () => {
    const { addresses, parameters } = decided;
    return (await statusOf({ hre, provider: ethers.provider, addresses, parameters })).differences;
  };

  it("lets nobody do anything beyond the table", async () => {
    const { addresses, parameters, accounts } = decided;
    const actors = new Set([
      ...Object.values(accounts).map(({ address }) => address),
      ...Object.values({ ...addresses }).flat(),
      ...[parameters.guardian, parameters.arbiter, ...parameters.makers.map(({ account }) => account)],
      ...parameters.committees.flatMap(({ members }) => members.map(({ account }) => account)),
    ]);
    let [refused, allowed] = [0, 0];
    for (const call of restrictedCalls(addresses, parameters)) {
      for (const actor of actors) {
        const isHolder = call.holders.has(actor.toLowerCase());
        expect(await isRefused(call, actor), `${call.name} of ${call.target} by ${actor}`).to.equal(
          !isHolder,
        );
        if (isHolder) allowed++;
        else refused++;
      }
    }
    const functions = permissions.flatMap((permission) => permission.functions).length;
    expect(allowed, "each has a holder among the actors").to.be.greaterThanOrEqual(functions);
    expect(refused).to.be.greaterThan(functions * (actors.size - 3));
  });

  it("is governed by whoever has bonded", async () => {
    const { token, staking, governor } = contracts;
    for (const voter of [decided.accounts.operators, decided.accounts.treasury]) {
      await token.connect(voter).approve(staking, BOND);
      await staking.connect(voter).bond(voter, BOND);
    }
    await time.increase(1);
    expect(await governor.getVotes(decided.accounts.operators, (await time.latest()) - 1)).to.equal(BOND);
  });

  it("changes an emission weight by a proposal", async () => {
    const weights = [5_000, 4_000];
    await decide(callOf(contracts.controller, "setWeights", [weights]));
    const epoch = await contracts.controller.nextEpoch();
    expect(await contracts.controller.weightOf(1, epoch)).to.equal(5_000);
    const programs = decided.parameters.programs.map((program, index) => ({
      ...program,
      weightBps: weights[index] ?? 0,
    }));
    decided = { ...decided, parameters: { ...decided.parameters, programs } };
    expect(await differences()).to.deep.equal([]);
  });

  it("replaces a reporter by a proposal", async () => {
    const { address } = decided.accounts.stranger;
    await decide(callOf(contracts.mapping, "setReporter", [address]));
    expect(await contracts.mapping.reporter()).to.equal(address);
    const programs = decided.parameters.programs.map((program) =>
      program.name === "mapping" ? { ...program, reporter: { kind: "account" as const, address } } : program,
    );
    decided = { ...decided, parameters: { ...decided.parameters, programs } };
    expect(await differences()).to.deep.equal([]);
  });

  it("pauses new business and takes the pause back, through the timelock", async () => {
    const { authority, timelock, coverage, staking } = contracts;
    const guardian = roles.guardian.id;
    const set = async (until: number) => {
      await reform(
        callOf(authority, "grantRole", [guardian, await timelock.getAddress(), 0]),
        callOf(coverage, "pauseProposals", [until]),
        callOf(staking, "pauseBonding", [until]),
        callOf(authority, "revokeRole", [guardian, await timelock.getAddress()]),
      );
    };
    const { votingDelay, votingPeriod, baseDelay, timelockDelay } = decided.parameters.governance;
    const until = (await time.latest()) + votingDelay + votingPeriod + baseDelay + timelockDelay + 24 * HOUR;
    await set(until);
    expect(await coverage.proposalsPausedUntil()).to.equal(until);
    const voter = decided.accounts.operators;
    await contracts.token.connect(voter).approve(staking, 1n);
    await expect(staking.connect(voter).bond(voter, 1n)).to.be.revertedWithCustomError(
      staking,
      "OperatorStakingBondingPaused",
    );

    await set(0);
    expect(await coverage.proposalsPausedUntil()).to.equal(0);
    await staking.connect(voter).bond(voter, 1n);
    expect(await differences()).to.deep.equal([]);
  });

  it("replaces a module through the timelock, after which the old one can do nothing", async () => {
    const { authority, disputes, controller, staking } = contracts;
    const { maxChallengeWindow, rulingPeriod, ...terms } = decided.parameters.disputes;
    const successor = await ethers.deployContract("DisputeManager", [
      controller,
      staking,
      decided.addresses.DeviceRegistry,
      maxChallengeWindow,
      rulingPeriod,
      terms,
      authority,
    ]);
    const old = await disputes.getAddress();
    const next = await successor.getAddress();
    const functions = permissions.filter(({ contract }) => contract === "DisputeManager");
    await reform(
      ...(["disputes", "voider"] as const).flatMap((role) => [
        callOf(authority, "revokeRole", [roles[role].id, old]),
        callOf(authority, "grantRole", [roles[role].id, next, 0]),
      ]),
      ...functions.flatMap(({ functions: signatures, role }) => {
        const selectors = signatures.map((signature) => id(signature).slice(0, 10));
        return [
          callOf(authority, "setTargetFunctionRole", [old, selectors, admin.id]),
          callOf(authority, "setTargetFunctionRole", [next, selectors, roles[role].id]),
        ];
      }),
    );
    expect((await authority.hasRole(roles.disputes.id, old)).isMember).to.equal(false);
    decided = { ...decided, addresses: { ...decided.addresses, DisputeManager: next } };
    expect(await differences()).to.deep.equal([]);
  });
}
