import { readFileSync, writeFileSync } from "node:fs";

import type { HardhatEthersSigner } from "@nomicfoundation/hardhat-ethers/signers";
import {
  impersonateAccount,
  loadFixture,
  setBalance,
  stopImpersonatingAccount,
  time,
} from "@nomicfoundation/hardhat-network-helpers";
import { expect } from "chai";
import { parseEther } from "ethers";
import { ethers } from "hardhat";

import { admin, roles } from "../../deploy/roles";
import { safeChecksum } from "../../src/governance/safe-batch";
import { privateKeyOf } from "../helpers/account-keys";
import { CommandLine } from "../helpers/command-line";
import { ProposalState, SETTINGS } from "../helpers/governance";
import { deployGovernedNetwork } from "../helpers/governed-network";
import { Workspace } from "../src/cli/support";

type Network = Awaited<ReturnType<typeof deployGovernedNetwork>>;
interface Account {
  address: string;
}
type Json = Record<string, unknown>;

const DAY = 86_400;
const WEEK = 7 * DAY;
const WEIGHTS = ["EmissionController.setWeights", "[8000,2000]"];
const TITLE = ["--title", "New weights"];

describe("opendepin gov", () => {
  const cli = new CommandLine();
  const workspace = new Workspace();

  async function flagsOf({ governor }: Network): Promise<string[]> {
    return ["--rpc", cli.url, "--governor", await governor.getAddress()];
  }

  /** Runs a command that must succeed, and reads what it prints as JSON. */
  async function gov(network: Network, account: Account | undefined, ...argv: string[]): Promise<Json> {
    const key = account && privateKeyOf(account);
    const run = await cli.run(["gov", ...argv, ...(await flagsOf(network)), "--json"], key);
    expect([run.exitCode, run.stderr]).to.deep.equal([0, ""]);
    return JSON.parse(run.stdout) as Json;
  }

  /** Runs a command that must succeed, and gives what it prints for people. */
  async function printed(network: Network, account: Account | undefined, ...argv: string[]): Promise<string> {
    const run = await cli.run(
      ["gov", ...argv, ...(await flagsOf(network))],
      account && privateKeyOf(account),
    );
    expect([run.exitCode, run.stderr]).to.deep.equal([0, ""]);
    return run.stdout;
  }

  /** Runs a command that must be refused, and reads its error. */
  async function refusal(network: Network, account: Account | undefined, ...argv: string[]) {
    const key = account && privateKeyOf(account);
    const run = await cli.run(["gov", ...argv, ...(await flagsOf(network)), "--json"], key);
    expect(run.stdout).to.equal("");
    const { error } = JSON.parse(run.stderr) as { error: { code: string; message: string } };
    return { exitCode: run.exitCode, ...error };
  }

  /** Proposes as alice, and gives the proposal's id. */
  async function propose(network: Network, ...argv: string[]): Promise<string> {
    return String((await gov(network, network.alice, "propose", ...argv))["proposal"]);
  }

  const openVote = async ({ governor }: Network, id: string) =>
    time.increaseTo((await governor.proposalSnapshot(id)) + 1n);
  const closeVote = async ({ governor }: Network, id: string) =>
    time.increaseTo((await governor.proposalDeadline(id)) + 1n);

  /** Votes as alice and bob, whose bonds are enough, up to the moment of queuing. */
  async function carry(network: Network, id: string): Promise<void> {
    await openVote(network, id);
    await gov(network, network.alice, "vote", id, "for");
    await gov(network, network.bob, "vote", id, "for", "--reason", "It is time");
    await closeVote(network, id);
  }

  /** Carries a proposal and executes it, up to what it schedules. */
  async function enact(network: Network, id: string): Promise<Json> {
    await carry(network, id);
    const { executableFrom } = await gov(network, network.stranger, "queue", id);
    await time.increaseTo(Number(executableFrom));
    return gov(network, network.stranger, "execute", id);
  }

  const show = (network: Network, id: string) => gov(network, undefined, "show", id);

  describe("a change of weights", () => {
    it("is proposed, voted on, queued and executed", async () => {
      const network = await loadFixture(deployGovernedNetwork);
      const { alice, governor, controller, stranger } = network;
      const proposed = await gov(
        network,
        alice,
        "propose",
        ...WEIGHTS,
        ...TITLE,
        "--description",
        "Maps grow.",
      );
      const id = String(proposed["proposal"]);
      expect(proposed).to.deep.include({ delaySeconds: roles.emissions.delaySeconds, notices: [] });
      expect(await governor.proposalProposer(id)).to.equal(alice.address);

      const pending = await show(network, "1");
      expect(pending).to.deep.include({ proposal: id, status: "pending", title: "New weights" });
      expect(pending).not.to.have.property("quorum");
      expect(pending["description"]).to.equal(
        `# New weights\n\nMaps grow.\n\n#proposer=${alice.address.toLowerCase()}`,
      );
      const [call] = pending["calls"] as Json[];
      expect(call).to.deep.include({
        call: "EmissionController.setWeights",
        arguments: [{ name: "weightsBps", type: "uint16[]", value: ["8000", "2000"] }],
        delaySeconds: roles.emissions.delaySeconds,
        lapses: true,
      });

      await openVote(network, id);
      const vote = await gov(network, network.alice, "vote", "1", "for");
      expect(vote).to.deep.include({ choice: "for", votes: parseEther("3000").toString() });
      await gov(network, network.bob, "vote", id, "abstain");
      const active = await show(network, id);
      expect(active).to.deep.include({
        status: "active",
        quorum: parseEther("2000").toString(),
        votes: { for: parseEther("3000").toString(), against: "0", abstain: parseEther("2000").toString() },
      });

      await closeVote(network, id);
      const queued = await gov(network, stranger, "queue", id);
      const due = Number(queued["executableFrom"]);
      expect(due).to.equal((await time.latest()) + roles.emissions.delaySeconds);
      expect(queued["lapsesAt"]).to.equal(due + WEEK);
      await time.increaseTo(due);
      expect(await gov(network, stranger, "execute", id)).to.deep.include({
        executed: "proposal",
        operations: [],
      });
      const next = await controller.nextEpoch();
      expect(await Promise.all([1, 2].map((program) => controller.weightOf(program, next)))).to.deep.equal([
        8000n,
        2000n,
      ]);
      expect(await show(network, id)).to.include({ status: "executed" });
    });

    it("is told to people at every step", async () => {
      const network = await loadFixture(deployGovernedNetwork);
      const { alice } = network;
      const text = await printed(network, alice, "propose", ...WEIGHTS, ...TITLE);
      expect(text).to.match(/^call +EmissionController\.setWeights$/m);
      expect(text).to.match(/^ {2}weightsBps +\["8000","2000"\]$/m);
      expect(text).to.match(/^ {2}made by +role emissions, after 3 days$/m);
      expect(text).to.match(/^next +opendepin gov vote \d+ for$/m);
      await openVote(network, await idOf(network));
      expect(await printed(network, alice, "vote", "1", "for")).to.match(/^vote +for, with 3000\d+ votes$/m);
      const shown = await printed(network, undefined, "show", "1");
      expect(shown).to.match(/^status +active$/m);
      expect(shown).to.match(/^quorum +2000\d+, of which 3000\d+ have voted for or abstained$/m);
      await closeVote(network, await idOf(network));
      expect(await printed(network, alice, "queue", "1")).to.match(/^executable from +\d{4}-.*Z$/m);
      expect(await printed(network, undefined, "list")).to.match(/^1 +queued +3000\d+ .* New weights +\d+$/m);
      await time.increase(roles.emissions.delaySeconds);
      expect(await printed(network, alice, "execute", "1")).to.match(/^executed +its calls$/m);
      expect(await gov(network, undefined, "list", "--open")).to.deep.equal([]);
    });

    const idOf = async ({ governor }: Network) => (await governor.proposalDetailsAt(0))[0].toString();

    it("comes from a file with other calls, and can be tried without sending it", async () => {
      const network = await loadFixture(deployGovernedNetwork);
      const { alice, stranger, governor, distributor } = network;
      const file = workspace.write(
        "calls.json5",
        `{ title: "Two things", calls: [
          { call: "EmissionController.setWeights", args: { weightsBps: [1, 2] } },
          { call: "RewardDistributor@1.setReporter", args: ["${stranger.address}"] },
        ] }`,
      );
      const from = ["--from", alice.address, "--dry-run"];
      const dry = await gov(network, undefined, "propose", "--calls", file, ...from);
      expect(await governor.proposalCount()).to.equal(0n);
      expect(dry).to.include({ title: "Two things", to: (await governor.getAddress()).toLowerCase() });
      expect(dry).not.to.have.property("transaction");
      const proposed = await gov(network, alice, "propose", "--calls", file);
      expect(proposed["proposal"]).to.equal(dry["proposal"]);
      const { targets } = await governor.proposalDetails(String(dry["proposal"]));
      expect(targets[1]).to.equal(await distributor.getAddress());
      expect((proposed["calls"] as Json[]).map(({ delaySeconds }) => delaySeconds)).to.deep.equal([
        roles.emissions.delaySeconds,
        roles.program.delaySeconds,
      ]);
    });
  });

  describe("a change of the role table", () => {
    it("goes through the timelock: announced by the proposal, made when its delay is over", async () => {
      const network = await loadFixture(deployGovernedNetwork);
      const { alice, authority, stranger, timelock } = network;
      const grant = ["AccessManager.grantRole", "guardian", stranger.address, "0"];
      const proposed = await gov(network, alice, "propose", ...grant, "--title", "Another guardian");
      const id = String(proposed["proposal"]);
      const { id: operation } = proposed["operation"] as { id: string };
      expect(proposed["delaySeconds"]).to.equal(SETTINGS.baseDelay);

      const scheduled = await enact(network, id);
      const [waiting] = scheduled["operations"] as Json[];
      expect(waiting).to.include({ id: operation, status: "waiting" });
      expect(waiting?.["executableFrom"]).to.equal(Number(await timelock.getTimestamp(operation)));
      const early = await refusal(network, stranger, "execute", id);
      expect(early).to.include({ exitCode: 1, code: "NOT_DUE" });
      expect(early.message).to.contain(isoOf(Number(waiting?.["executableFrom"])));
      expect(await printed(network, undefined, "list")).to.contain("executed, in the timelock");

      await time.increase(admin.delaySeconds);
      const done = await gov(network, stranger, "execute", id);
      expect(done).to.include({ executed: "operation" });
      expect(await authority.hasRole(roles.guardian.id, stranger)).to.deep.equal([true, 0n]);
      expect(await refusal(network, stranger, "execute", id)).to.include({
        exitCode: 1,
        code: "ALREADY_EXECUTED",
      });
      const text = await printed(network, undefined, "show", id);
      expect(text).to.match(/^in the timelock +executed$/m);
      expect(text).to.match(/^ {2}roleId +4 \(guardian\)$/m);
    });

    it("is proposed with what it asks to notice", async () => {
      const network = await loadFixture(deployGovernedNetwork);
      const proposed = await gov(
        network,
        network.alice,
        ...["propose", "AccessManager.setTargetClosed", "DisputeManager", "true", "--title", "Close"],
      );
      const [noticed, ...more] = proposed["notices"] as string[];
      expect(noticed).to.contain("nobody could make any privileged call of DisputeManager");
      expect(more).to.deep.equal([]);
    });
  });

  describe("propose refuses", () => {
    interface Refused {
      name: string;
      argv: (network: Network) => Promise<string[]> | string[];
      exitCode: number;
      code: string;
      says: string;
    }

    /** What alice, who has the votes, must not be able to propose. */
    const cases: Refused[] = [
      {
        name: "an unknown function",
        argv: () => ["EmissionController.setWeight", "[1]"],
        ...{ exitCode: 2, code: "FUNCTION_UNKNOWN", says: "did you mean setWeights?" },
      },
      {
        name: "an argument out of range",
        argv: () => ["EmissionController.setWeights", "[70000]"],
        ...{ exitCode: 2, code: "ARGUMENT_INVALID", says: "from 0 to 65535" },
      },
      {
        name: "a call by a role that governance does not hold",
        argv: () => ["OperatorStaking.pauseBonding", "5"],
        ...{ exitCode: 1, code: "ROLE_NOT_HELD", says: "it is held by guardian (an account" },
      },
      {
        name: "a distributor of which there are two",
        argv: ({ stranger }) => ["RewardDistributor.setReporter", stranger.address],
        ...{ exitCode: 2, code: "CONTRACT_AMBIGUOUS", says: "RewardDistributor@1 or RewardDistributor@2" },
      },
      {
        name: "a program that is not there",
        argv: ({ stranger }) => ["RewardDistributor@3.setReporter", stranger.address],
        ...{ exitCode: 2, code: "CONTRACT_MISSING", says: "no RewardDistributor of program 3" },
      },
      {
        name: "an address without a contract",
        argv: ({ stranger }) => [`EmissionController@${stranger.address}.setWeights`, "[1]"],
        ...{ exitCode: 3, code: "CONTRACT_MISSING", says: "no contract at" },
      },
      {
        name: "a contract that obeys another role table",
        argv: async ({ curve }) => [`MakerRegistry@${await curve.getAddress()}.setKindActive`, "1", "true"],
        ...{ exitCode: 2, code: "CONTRACT_FOREIGN", says: "does not obey the role table" },
      },
      {
        name: "what would lock the network",
        argv: () => ["AccessManager.setTargetClosed", "AccessManager", "true"],
        ...{ exitCode: 2, code: "LOCKS_NETWORK", says: "opens contracts again" },
      },
      {
        name: "what would fail in the contract",
        argv: () => ["EmissionController.setWeights", "[8000,3000]"],
        ...{
          exitCode: 1,
          code: "TRIAL_FAILED",
          says: "EmissionControllerWeightsAboveWhole(sumBps 11000, wholeBps 10000)",
        },
      },
      {
        name: "what the timelock would refuse",
        argv: () => ["NetworkTimelock.updateDelay", "1"],
        ...{ exitCode: 1, code: "TRIAL_FAILED", says: "NetworkTimelockDelayOutOfRange(delay 1," },
      },
      {
        name: "what the governor would refuse",
        argv: () => ["NetworkGovernor.setVotingDelay", "1"],
        ...{ exitCode: 1, code: "TRIAL_FAILED", says: "NetworkGovernorVotingDelayOutOfRange" },
      },
    ];
    for (const { name, argv, exitCode, code, says } of cases) {
      it(name, async () => {
        const network = await loadFixture(deployGovernedNetwork);
        const error = await refusal(network, network.alice, "propose", ...(await argv(network)), ...TITLE);
        expect(error).to.include({ exitCode, code });
        expect(error.message).to.contain(says);
        expect(await network.governor.proposalCount()).to.equal(0n);
      });
    }

    it("a proposer without votes, the same again, and no title", async () => {
      const network = await loadFixture(deployGovernedNetwork);
      const { alice, stranger } = network;
      const votes = await refusal(network, stranger, "propose", ...WEIGHTS, ...TITLE);
      expect(votes).to.include({ exitCode: 1, code: "VOTES_MISSING" });
      expect(votes.message).to.contain(`0 votes, a proposal takes ${SETTINGS.proposalThreshold}`);
      expect(votes.message).to.contain("opendepin stake delegate");
      await propose(network, ...WEIGHTS, ...TITLE);
      const again = await refusal(network, alice, "propose", ...WEIGHTS, ...TITLE);
      expect(again).to.include({ exitCode: 1, code: "ALREADY_PROPOSED" });
      expect(await refusal(network, alice, "propose", ...WEIGHTS)).to.include({
        exitCode: 2,
        code: "TITLE_INVALID",
      });
    });

    it("a governor that is none, and a role that the chain has given to nobody", async () => {
      const network = await loadFixture(deployGovernedNetwork);
      const { alice, authority, governor, timelock, token } = network;
      const argv = [
        "gov",
        "propose",
        ...WEIGHTS,
        ...TITLE,
        "--rpc",
        cli.url,
        "--governor",
        await token.getAddress(),
      ];
      const { exitCode, stderr } = await cli.run(argv, privateKeyOf(alice));
      expect([exitCode, stderr]).to.deep.equal([
        2,
        `error: the contract at ${(await token.getAddress()).toLowerCase()} is not a NetworkGovernor\n`,
      ]);
      await asTimelock(timelock, (admin) =>
        authority.connect(admin).revokeRole(roles.emissions.id, governor),
      );
      const error = await refusal(network, alice, "propose", ...WEIGHTS, ...TITLE);
      expect(error).to.include({ exitCode: 1, code: "ROLE_NOT_HELD" });
      expect(error.message).to.contain(
        "by the role table governance holds, but on chain this governor does not",
      );
    });

    it("nothing that the chain allows, and tells where it is not as the role table", async () => {
      const network = await loadFixture(deployGovernedNetwork);
      const { alice, authority, governor, staking, timelock } = network;
      await asTimelock(timelock, (admin) =>
        authority.connect(admin).grantRole(roles.guardian.id, governor, DAY),
      );
      const until = ((await time.latest()) + 3 * DAY).toString();
      const pause = ["propose", "OperatorStaking.pauseBonding", until, "--title", "Pause"];
      expect((await gov(network, alice, ...pause))["notices"]).to.deep.equal([
        "OperatorStaking.pauseBonding: on chain it waits 1 day, by the role table 0 seconds",
      ]);
      await asTimelock(timelock, (admin) => authority.connect(admin).setTargetClosed(staking, true));
      expect(await refusal(network, alice, ...pause)).to.include({ exitCode: 1, code: "CONTRACT_CLOSED" });
    });

    it("nothing that --skip-trial lets through, and tells what fails after the first call", async () => {
      const network = await loadFixture(deployGovernedNetwork);
      const { alice } = network;
      const failing = ["EmissionController.setWeights", "[8000,3000]"];
      expect(await gov(network, alice, "propose", ...failing, ...TITLE, "--skip-trial")).to.have.property(
        "transaction",
      );
      const calls = [
        { call: WEIGHTS[0], args: [[1, 2]] },
        { call: WEIGHTS[0], args: [[8000, 3000]] },
      ];
      const file = workspace.write("calls.json5", JSON.stringify({ title: "Both", calls }));
      const { notices } = await gov(network, alice, "propose", "--calls", file);
      expect(notices).to.have.length(1);
      expect((notices as string[])[0]).to.contain("would fail today, unless a call before it helps");
    });
  });

  describe("what is too early or too late is refused, with the time", () => {
    it("votes", async () => {
      const network = await loadFixture(deployGovernedNetwork);
      const { alice, bob, carol, stranger, governor, staking } = network;
      await staking.connect(carol).delegate(bob);
      const id = await propose(network, ...WEIGHTS, ...TITLE);
      const [snapshot, deadline] = await Promise.all([
        governor.proposalSnapshot(id),
        governor.proposalDeadline(id),
      ]);
      const early = await refusal(network, alice, "vote", id, "for");
      expect(early).to.include({ exitCode: 1, code: "VOTING_NOT_OPEN" });
      expect(early.message).to.contain(isoOf(Number(snapshot) + 1));
      await openVote(network, id);
      const delegated = await refusal(network, carol, "vote", id, "for");
      expect(delegated).to.include({ exitCode: 1, code: "NO_VOTES" });
      expect(delegated.message).to.contain(`votes through ${bob.address.toLowerCase()}`);
      expect(delegated.message).to.contain("opendepin stake delegate");
      const unbonded = await refusal(network, stranger, "vote", id, "for");
      expect(unbonded.message).to.contain("opendepin stake bond");
      const both = await gov(network, bob, "vote", id, "against");
      expect(both).to.include({ choice: "against", votes: parseEther("7000").toString() });
      expect(await refusal(network, bob, "vote", id, "for")).to.include({
        exitCode: 1,
        code: "ALREADY_VOTED",
      });
      expect(await refusal(network, bob, "vote", id, "perhaps")).to.include({ exitCode: 2, code: "USAGE" });
      await closeVote(network, id);
      const late = await refusal(network, alice, "vote", id, "for");
      expect(late).to.include({ exitCode: 1, code: "VOTING_CLOSED" });
      expect(late.message).to.contain(isoOf(Number(deadline)));
      const defeated = await refusal(network, alice, "queue", id);
      expect(defeated.message).to.contain(
        `it was defeated: 0 votes in favour or abstaining, of ${parseEther("2000")}`,
      );
    });

    it("queuing and executing", async () => {
      const network = await loadFixture(deployGovernedNetwork);
      const { alice, stranger, governor } = network;
      const id = await propose(network, ...WEIGHTS, ...TITLE);
      const deadline = Number(await governor.proposalDeadline(id));
      const pending = await refusal(network, stranger, "queue", id);
      expect(pending).to.include({ exitCode: 1, code: "NOT_SUCCEEDED" });
      expect(pending.message).to.contain(`to ${isoOf(deadline)}`);
      expect(await refusal(network, stranger, "execute", id)).to.include({ exitCode: 1, code: "NOT_QUEUED" });
      await carry(network, id);
      const unqueued = await refusal(network, stranger, "execute", id);
      expect(unqueued.message).to.contain(`opendepin gov queue ${id}`);
      const { executableFrom, lapsesAt } = await gov(network, alice, "queue", id);
      const waiting = await refusal(network, stranger, "execute", id);
      expect(waiting).to.include({ exitCode: 1, code: "NOT_DUE" });
      expect(waiting.message).to.contain(isoOf(Number(executableFrom)));
      expect(await refusal(network, alice, "queue", id)).to.include({ exitCode: 1, code: "NOT_SUCCEEDED" });
      await time.increaseTo(Number(lapsesAt));
      const lapsed = await refusal(network, stranger, "execute", id);
      expect(lapsed).to.include({ exitCode: 1, code: "LAPSED" });
      expect(lapsed.message).to.contain(`lapsed at ${isoOf(Number(lapsesAt))}`);
      expect(await show(network, id)).to.include({ status: "lapsed" });
    });

    it("cancelling: the proposer's until the vote, the guardian's until the execution", async () => {
      const network = await loadFixture(deployGovernedNetwork);
      const { alice, guardian, stranger, governor } = network;
      const [first, second] = [
        await propose(network, ...WEIGHTS, "--title", "First"),
        await propose(network, ...WEIGHTS, "--title", "Second"),
      ];
      expect(await refusal(network, stranger, "cancel", first)).to.include({
        exitCode: 1,
        code: "NOT_YOURS_TO_CANCEL",
      });
      await gov(network, alice, "cancel", first);
      expect(await governor.state(first)).to.equal(ProposalState.Canceled);
      expect(await refusal(network, alice, "cancel", first)).to.include({
        exitCode: 1,
        code: "NOT_CANCELLABLE",
      });
      await openVote(network, second);
      const late = await refusal(network, alice, "cancel", second);
      expect(late.message).to.contain(
        `only the guardian ${guardian.address.toLowerCase()} can cancel it now`,
      );
      await gov(network, guardian, "cancel", second);
      expect(await governor.state(second)).to.equal(ProposalState.Canceled);
      const replaced = ["NetworkGovernor.setProposalGuardian", stranger.address, "--title", "Replaced"];
      const third = await propose(network, ...replaced);
      const own = await refusal(network, guardian, "cancel", third);
      expect(own.message).to.contain("cannot cancel its own replacement");
    });

    it("and what was never proposed is unknown", async () => {
      const network = await loadFixture(deployGovernedNetwork);
      const error = await refusal(network, undefined, "show", "1");
      expect(error).to.include({ exitCode: 1, code: "PROPOSAL_UNKNOWN" });
      expect(error.message).to.contain("none was made yet");
    });
  });

  describe("--direct", () => {
    const pauseUntil = async () => ((await time.latest()) + DAY).toString();

    it("sends the call of an account that holds its role, or says what it would send", async () => {
      const network = await loadFixture(deployGovernedNetwork);
      const { guardian, staking } = network;
      const until = await pauseUntil();
      const call = ["OperatorStaking.pauseBonding", until, "--direct"];
      const dry = await gov(network, undefined, "propose", ...call, "--dry-run", "--from", guardian.address);
      const data = staking.interface.encodeFunctionData("pauseBonding", [until]);
      expect(dry["steps"]).to.deep.equal([
        {
          kind: "call",
          call: "OperatorStaking.pauseBonding",
          arguments: [{ name: "until", type: "uint40", value: until }],
          to: (await staking.getAddress()).toLowerCase(),
          data,
          delaySeconds: 0,
        },
      ]);
      expect(await staking.bondingPausedUntil()).to.equal(0n);
      const text = await printed(network, guardian, "propose", ...call);
      expect(text).to.match(/^ {2}transaction +0x[0-9a-f]{64}$/m);
      expect(await staking.bondingPausedUntil()).to.equal(BigInt(until));
    });

    it("announces a call that the account's role delays, and makes it when the delay is over", async () => {
      const network = await loadFixture(deployGovernedNetwork);
      const { authority, controller, stranger, timelock } = network;
      await asTimelock(timelock, (admin) =>
        authority.connect(admin).grantRole(roles.emissions.id, stranger, DAY),
      );
      const direct = ["propose", ...WEIGHTS, "--direct"];
      const [announced] = (await gov(network, stranger, ...direct))["steps"] as Json[];
      expect(announced).to.include({ kind: "announce", delaySeconds: DAY });
      const early = await refusal(network, stranger, ...direct);
      expect(early).to.include({ exitCode: 1, code: "NOT_DUE" });
      expect(early.message).to.contain(isoOf((await time.latest()) + DAY));
      await time.increase(DAY);
      const [executed] = (await gov(network, stranger, ...direct))["steps"] as Json[];
      expect(executed).to.include({ kind: "execute" });
      expect(await controller.weightOf(1, await controller.nextEpoch())).to.equal(8000n);
    });

    it("refuses an account without the role, what only governance does, and what would fail", async () => {
      const network = await loadFixture(deployGovernedNetwork);
      const { arbiter, guardian, stranger } = network;
      const pause = ["propose", "OperatorStaking.pauseBonding", await pauseUntil(), "--direct"];
      const error = await refusal(network, stranger, ...pause);
      expect(error).to.include({ exitCode: 1, code: "ROLE_NOT_HELD" });
      expect(error.message).to.contain("by the role table guardian (an account");
      const table = ["propose", "AccessManager.setTargetClosed", "DisputeManager", "true", "--direct"];
      const admin = await refusal(network, guardian, ...table);
      expect(admin).to.include({ exitCode: 1, code: "ROLE_NOT_HELD" });
      const own = await refusal(
        network,
        stranger,
        "propose",
        "NetworkGovernor.setVotingDelay",
        "7200",
        "--direct",
      );
      expect(own).to.include({ exitCode: 2, code: "NOT_DIRECT" });
      const rule = ["propose", "DisputeManager.rule", "1", "false", "0", "", "--direct"];
      expect(await refusal(network, arbiter, ...rule)).to.include({ exitCode: 1, code: "TRIAL_FAILED" });
    });
  });

  describe("--safe", () => {
    it("writes a batch for the Safe that holds the role, with its checksum", async () => {
      const network = await loadFixture(deployGovernedNetwork);
      const { guardian, staking, distributor } = network;
      const until = ((await time.latest()) + DAY).toString();
      const calls = [
        { call: "OperatorStaking.pauseBonding", args: [until] },
        { call: "RewardDistributor@1.pauseProposals", args: [until] },
      ];
      const input = workspace.write("calls.json5", JSON.stringify({ title: "Pause", calls }));
      const file = workspace.path("batch.json");
      const argv = ["propose", "--calls", input, "--safe", file, "--from", guardian.address];
      const { checksum } = await gov(network, undefined, ...argv);
      const batch = JSON.parse(readFileSync(file, "utf8")) as {
        chainId: string;
        meta: Json;
        transactions: Json[];
      };
      expect(batch.chainId).to.equal("31337");
      expect(batch.meta).to.include({ name: "Pause", createdFromSafeAddress: guardian.address, checksum });
      expect(safeChecksum(batch)).to.equal(checksum);
      expect(batch.transactions.map(({ to }) => to)).to.deep.equal([
        await staking.getAddress(),
        await distributor.getAddress(),
      ]);
      for (const { to, data } of batch.transactions)
        await guardian.sendTransaction({ to: String(to), data: String(data) });
      expect(await staking.bondingPausedUntil()).to.equal(BigInt(until));
      expect(await distributor.proposalsPausedUntil()).to.equal(BigInt(until));
    });

    it("writes nothing for an account without the role, nor over a file that is there", async () => {
      const network = await loadFixture(deployGovernedNetwork);
      const { guardian, stranger } = network;
      const until = ((await time.latest()) + DAY).toString();
      const file = workspace.path("batch.json");
      const pause = ["propose", "OperatorStaking.pauseBonding", until, "--safe", file];
      const error = await refusal(network, undefined, ...pause, "--from", stranger.address);
      expect(error).to.include({ exitCode: 1, code: "ROLE_NOT_HELD" });
      expect(() => readFileSync(file)).to.throw("ENOENT");
      writeFileSync(file, "mine");
      const there = await refusal(network, undefined, ...pause, "--from", guardian.address);
      expect(there).to.include({ exitCode: 2, code: "FILE_UNWRITABLE" });
      expect(readFileSync(file, "utf8")).to.equal("mine");
      expect(await refusal(network, undefined, ...pause)).to.include({ exitCode: 2, code: "USAGE" });
    });
  });

  describe("show", () => {
    it("tells what nobody of this network is, and what it does not understand", async () => {
      const network = await loadFixture(deployGovernedNetwork);
      const { alice, governor, stranger } = network;
      const calls = [
        [stranger.address, await governor.getAddress()],
        [0n, 0n],
        ["0x01020304", "0x01020304"],
      ] as const;
      await governor.connect(alice).propose([...calls[0]], [...calls[1]], [...calls[2]], "# Odd\u001b[2J");
      const text = await printed(network, undefined, "show", "1");
      expect(text).to.match(/^call +of no contract of this network$/m);
      expect(text).to.match(/^call +NetworkGovernor: no function of its$/m);
      expect(text).to.match(/^ {2}data +0x01020304$/m);
      expect(text).to.contain("Odd\\x1b[2J").and.not.to.contain("\u001b");
    });
  });
});

/** Lets something be done as the admin of the role table. */
async function asTimelock(
  timelock: Network["timelock"],
  act: (admin: HardhatEthersSigner) => Promise<unknown>,
): Promise<void> {
  const address = await timelock.getAddress();
  await impersonateAccount(address);
  await setBalance(address, parseEther("1"));
  await act(await ethers.getSigner(address));
  await stopImpersonatingAccount(address);
}

const isoOf = (seconds: number) => new Date(seconds * 1000).toISOString().replace(".000Z", "Z");
