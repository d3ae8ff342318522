import { type HardhatEthersSigner } from "@nomicfoundation/hardhat-ethers/signers";
import { reset, time } from "@nomicfoundation/hardhat-network-helpers";
import { expect } from "chai";
import { toQuantity } from "ethers";
import hre, { ethers } from "hardhat";

import { CREATE_X } from "../../deploy/create-x";
import { addressesIn } from "../../deploy/launch/deployment-record";
import { readLaunchParameters } from "../../deploy/launch/launch-parameters";
import { type NetworkParameters } from "../../deploy/parameters";
import { admin } from "../../deploy/roles";
import { type NetworkDeployment } from "../../src/deployments";
import { EXAMPLE_ROLES } from "../helpers/launch/example";
import { FakeExplorer } from "../helpers/launch/fake-explorer";
import { InterruptibleChain, type KillPoint } from "../helpers/launch/interruptible-chain";
import { Rehearsal } from "../helpers/launch/rehearsal";
import { type LaunchedNetwork, shouldBeGoverned } from "../helpers/launch/should-be-governed";

const DAY = 86_400;
/** The example's own chain. */
const MAINNET = 1;

/** Ten deaths, spread over contracts, calls, role table and hand-over: each counted from where the last one died. */
const KILL_POINTS: readonly KillPoint[] = [
  { transaction: 1, when: "before" },
  { transaction: 1, when: "after" },
  { transaction: 3, when: "after" },
  { transaction: 4, when: "before" },
  { transaction: 5, when: "after" },
  { transaction: 4, when: "after" },
  { transaction: 3, when: "before" },
  { transaction: 6, when: "after" },
  { transaction: 4, when: "after" },
  { transaction: 1, when: "before" },
];

interface Deployed {
  transactions: number;
  deployment: NetworkDeployment;
}

describe("Launch rehearsal", () => {
  let rehearsal: Rehearsal;
  let second: Rehearsal;
  let deployed: Deployed;
  let parameters: NetworkParameters;
  let signers: HardhatEthersSigner[];

  before(async () => {
    await reset();
    signers = await ethers.getSigners();
    const accounts = EXAMPLE_ROLES.map((_, index) => signers[index + 1]?.address ?? "");
    const filled = { accounts, genesis: (await time.latest()) + 2 * DAY };
    rehearsal = new Rehearsal(await InterruptibleChain.ofProcess(), { ...filled, chainId: 31337 });
    parameters = (await readLaunchParameters(rehearsal.parameters)).network;
    second = new Rehearsal(await InterruptibleChain.create(MAINNET), { ...filled, chainId: MAINNET });
  });

  after(async () => {
    for (const { chain } of [rehearsal, second]) await chain.stop();
    for (const launched of [rehearsal, second]) launched.remove();
  });

  const accountsOf = (): LaunchedNetwork["accounts"] => {
    const at = (index: number) => signers[index] ?? expect.fail("the chain has too few accounts");
    const of = (role: (typeof EXAMPLE_ROLES)[number]) => at(EXAMPLE_ROLES.indexOf(role) + 1);
    return {
      deployer: at(0),
      treasury: of("treasury"),
      operators: of("operators"),
      stranger: at(EXAMPLE_ROLES.length + 1),
    };
  };

  it("goes on after each of ten deaths, and sends no transaction twice", async () => {
    for (const [index, point] of KILL_POINTS.entries()) {
      const { signal, stderr } = await rehearsal.deploy(point);
      expect(signal, `death ${index + 1}: ${stderr}`).to.equal("SIGKILL");
    }
    const run = await rehearsal.deploy();
    expect(run.status, run.stderr).to.equal(0);
    deployed = JSON.parse(run.stdout) as Deployed;
    expect(deployed.transactions).to.be.greaterThan(0);
  });

  it("is what it should be, and has handed over", async () => {
    const run = await rehearsal.status();
    expect(JSON.parse(run.stdout)).to.deep.include({ differences: [] });
    expect(run.status, run.stderr).to.equal(0);
    const manager = await ethers.getContractAt("AccessManager", deployed.deployment.accessManager);
    expect((await manager.hasRole(admin.id, accountsOf().deployer)).isMember).to.equal(false);
  });

  it("hands its sources in to an explorer, once", async () => {
    const explorer = await FakeExplorer.start();
    const resultsOf = async () => {
      const run = await rehearsal.verifySources(explorer.url);
      expect(run.status, run.stderr).to.equal(0);
      const { contracts } = JSON.parse(run.stdout) as { contracts: { result: string }[] };
      return new Set(contracts.map(({ result }) => result));
    };
    expect(await resultsOf()).to.deep.equal(new Set(["verified"]));
    expect(await resultsOf()).to.deep.equal(new Set(["was verified already"]));
    explorer.stop();

    const gone = await rehearsal.verifySources(explorer.url);
    expect([gone.status, gone.stderr.split("\n").length]).to.deep.equal([3, 2]);
    const keyless = await rehearsal.verifySources();
    expect(keyless.status).to.equal(2);
    expect(keyless.stderr).to.match(
      /^error: Etherscan asks for a key: set OPENDEPIN_ETHERSCAN_KEY [^\n]+\n$/,
    );
  });

  it("sends nothing when it is run again", async () => {
    const before = rehearsal.chain.transactions;
    const run = await rehearsal.deploy();
    expect(JSON.parse(run.stdout)).to.deep.equal({ ...deployed, transactions: 0 });
    expect(rehearsal.chain.transactions).to.equal(before);
  });

  it("says what to do where the factory is missing, and sends nothing", async () => {
    const run = await second.deploy();
    expect(run.status).to.equal(1);
    expect(run.stderr).to.match(/factory .* CreateX is not there: have it deployed on this chain first/);
    expect(second.chain.transactions).to.equal(0);
  });

  it("stands at the same addresses on another chain, where a second run sends nothing either", async () => {
    const code: unknown = await hre.network.provider.send("eth_getCode", [CREATE_X, "latest"]);
    await second.chain.provider.request({ method: "hardhat_setCode", params: [CREATE_X, code] });
    await second.chain.provider.request({
      method: "evm_setNextBlockTimestamp",
      params: [toQuantity(await time.latest())],
    });
    const run = await second.deploy();
    expect(run.status, run.stderr).to.equal(0);
    const there = JSON.parse(run.stdout) as Deployed;
    expect(there.deployment).to.deep.equal({ ...deployed.deployment, chainId: MAINNET });
    const interrupted = await ethers.provider.getTransactionCount(accountsOf().deployer);
    expect(there.transactions, "as many as the interrupted one took").to.equal(interrupted);

    const again = await second.deploy();
    expect((JSON.parse(again.stdout) as Deployed).transactions).to.equal(0);
    expect(second.chain.transactions).to.equal(there.transactions);
  });

  context("after the hand-over", () => {
    shouldBeGoverned(() => ({
      parameters,
      addresses: addressesIn(deployed.deployment),
      accounts: accountsOf(),
    }));
  });
});
