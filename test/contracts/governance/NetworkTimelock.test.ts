import { loadFixture, setBalance, time } from "@nomicfoundation/hardhat-network-helpers";
import { expect } from "chai";
import { type AddressLike, ZeroAddress, ZeroHash } from "ethers";
import { ethers } from "hardhat";

import { admin as adminRole, delayOf, type Holder, permissions, roles } from "../../../deploy/roles";
import {
  type Call,
  callOf,
  carry,
  deployGovernance,
  deployGovernor,
  govern,
  type Operation,
  operationOf,
  queueAndWait,
  SETTINGS,
  targetsOf,
} from "../../helpers/governance";
import { selectorOf } from "../../helpers/wire-roles";

const MONTH = 30 * 86_400;
const PROPOSER = ethers.id("PROPOSER_ROLE");
const EXECUTOR = ethers.id("EXECUTOR_ROLE");
const CANCELLER = ethers.id("CANCELLER_ROLE");

async function givenVoters() {
  const suite = await deployGovernance();
  return { ...suite, voters: [suite.alice, suite.bob] as const };
}

type Given = Awaited<ReturnType<typeof givenVoters>>;

/** Has voters schedule calls of the timelock, and passes its delay. */
async function schedule({ governor, timelock, voters }: Given, calls: Call[]): Promise<Operation> {
  const operation = await operationOf(timelock, calls, await timelock.getMinDelay());
  await govern(governor, voters, [operation.schedule], `schedules ${operation.id}`);
  await time.increaseTo(await timelock.getTimestamp(operation.id));
  return operation;
}

describe("NetworkTimelock", () => {
  describe("constructor", () => {
    for (const delay of [3_599, MONTH + 1]) {
      it(`reverts when the delay is ${delay} seconds`, async () => {
        const { authority, governor, timelock } = await loadFixture(deployGovernor);
        await expect(ethers.deployContract("NetworkTimelock", [authority, governor, delay]))
          .to.be.revertedWithCustomError(timelock, "NetworkTimelockDelayOutOfRange")
          .withArgs(delay, 3_600, MONTH);
      });
    }

    it("reverts when the governor acts under another role table", async () => {
      const { admin, governor, timelock } = await loadFixture(deployGovernor);
      const other = await ethers.deployContract("AccessManager", [admin]);
      await expect(ethers.deployContract("NetworkTimelock", [other, governor, 3_600]))
        .to.be.revertedWithCustomError(timelock, "NetworkTimelockForeignGovernor")
        .withArgs(await governor.getAddress());
    });

    it("lets the governor schedule and cancel, everybody execute, and nobody administer it but itself", async () => {
      const { authority, governor, timelock, admin } = await loadFixture(deployGovernor);
      expect(await timelock.authority()).to.equal(await authority.getAddress());
      expect(await timelock.governor()).to.equal(await governor.getAddress());
      expect(await timelock.getMinDelay()).to.equal(adminRole.delaySeconds);
      expect(await timelock.hasRole(PROPOSER, governor)).to.equal(true);
      expect(await timelock.hasRole(CANCELLER, governor)).to.equal(true);
      expect(await timelock.hasRole(EXECUTOR, ZeroAddress)).to.equal(true);
      const self = await timelock.DEFAULT_ADMIN_ROLE();
      expect(await timelock.hasRole(self, timelock)).to.equal(true);
      for (const role of [PROPOSER, CANCELLER, EXECUTOR, self]) {
        expect(await timelock.hasRole(role, admin)).to.equal(false);
      }
    });
  });

  describe("hand-over", () => {
    it("reverts as long as the timelock is not the admin, and the deployer remains it", async () => {
      const { authority, timelock, admin } = await loadFixture(deployGovernor);
      await expect(timelock.connect(admin).takeOver())
        .to.be.revertedWithCustomError(authority, "AccessManagerUnauthorizedAccount")
        .withArgs(await timelock.getAddress(), adminRole.id);
      expect(await authority.hasRole(adminRole.id, admin)).to.deep.equal([true, 0]);
    });

    it("reverts when the timelock's power over the table is delayed", async () => {
      const { authority, timelock, admin } = await loadFixture(deployGovernor);
      await authority.grantRole(adminRole.id, timelock, 1);
      await expect(timelock.connect(admin).takeOver()).to.be.revertedWithCustomError(
        authority,
        "AccessManagerNotScheduled",
      );
    });

    it("ends the deployer's power by the power of the timelock", async () => {
      const { authority, timelock, admin } = await loadFixture(deployGovernor);
      await authority.grantRole(adminRole.id, timelock, 0);
      await expect(timelock.connect(admin).takeOver())
        .to.emit(authority, "RoleRevoked")
        .withArgs(adminRole.id, admin.address);
      expect(await authority.hasRole(adminRole.id, admin)).to.deep.equal([false, 0]);
      expect(await authority.hasRole(adminRole.id, timelock)).to.deep.equal([true, 0]);
    });

    it("takes nothing from anybody but the caller", async () => {
      const { authority, timelock, admin, stranger } = await loadFixture(deployGovernor);
      await authority.grantRole(adminRole.id, timelock, 0);
      await timelock.connect(stranger).takeOver();
      expect(await authority.hasRole(adminRole.id, admin)).to.deep.equal([true, 0]);
    });
  });

  describe("after hand-over", () => {
    it("only the timelock is admin", async () => {
      const { authority, governor, timelock, ...suite } = await loadFixture(givenVoters);
      for (const account of [suite.admin, suite.guardian, suite.treasury, suite.alice, governor]) {
        expect(await authority.hasRole(adminRole.id, account)).to.deep.equal([false, 0]);
      }
      expect(await authority.hasRole(adminRole.id, timelock)).to.deep.equal([true, 0]);
      await expect(authority.connect(suite.admin).grantRole(1n, suite.admin, 0))
        .to.be.revertedWithCustomError(authority, "AccessManagerUnauthorizedAccount")
        .withArgs(suite.admin.address, adminRole.id);
    });

    for (const { contract, functions, role } of permissions) {
      for (const signature of functions) {
        it(`${contract}.${signature} is for the holders of ${role}, governance after its delay`, async () => {
          const suite = await loadFixture(givenVoters);
          const { authority, controller, manager, governor, guardian, arbiter } = suite;
          const holders: Record<Holder, AddressLike> = {
            EmissionController: controller,
            DisputeManager: manager,
            governance: governor,
            guardian,
            arbiter,
          };
          const target = targetsOf(suite)[contract];
          const selector = selectorOf(target, signature);
          for (const [name, account] of Object.entries(holders) as [Holder, AddressLike][]) {
            const held = (roles[role].holders as readonly Holder[]).includes(name);
            const delay = held ? delayOf(roles[role], name) : 0;
            const answer = await authority.canCall(account, target, selector);
            expect(answer, name).to.deep.equal([held && delay === 0, delay]);
          }
          for (const account of [suite.admin, suite.emissionsManager, suite.stranger, suite.timelock]) {
            expect(await authority.canCall(account, target, selector)).to.deep.equal([false, 0]);
          }
        });
      }
    }

    it("nobody but the governor schedules or cancels, and nobody but itself sets its delay or roles", async () => {
      const { timelock, authority, admin, guardian, alice } = await loadFixture(givenVoters);
      const operation = await operationOf(timelock, [callOf(authority, "grantRole", [1n, alice.address, 0])]);
      for (const caller of [admin, guardian, alice]) {
        const as = timelock.connect(caller);
        const refused = [
          [() => as.scheduleBatch(...operation.batch, adminRole.delaySeconds), PROPOSER],
          [() => as.cancel(operation.id), CANCELLER],
          [() => as.grantRole(PROPOSER, caller), await timelock.DEFAULT_ADMIN_ROLE()],
        ] as const;
        for (const [send, role] of refused) {
          await expect(send())
            .to.be.revertedWithCustomError(timelock, "AccessControlUnauthorizedAccount")
            .withArgs(caller.address, role);
        }
        await expect(as.updateDelay(3_600))
          .to.be.revertedWithCustomError(timelock, "TimelockUnauthorizedCaller")
          .withArgs(caller.address);
      }
    });
  });

  describe("a change of the role table", () => {
    it("passes vote, base delay and timelock, and is then executed by anybody", async () => {
      const given = await loadFixture(givenVoters);
      const { authority, governor, timelock, voters, stranger, carol } = given;
      const operation = await operationOf(timelock, [
        callOf(authority, "grantRole", [roles.arbiter.id, carol.address, 0]),
      ]);
      const proposal = await carry(governor, voters, [operation.schedule]);
      expect(await governor.proposalExecutionPlan(proposal.id)).to.deep.equal([
        SETTINGS.baseDelay,
        [false],
        [false],
      ]);
      await queueAndWait(governor, proposal.id);
      await governor["execute(uint256)"](proposal.id);
      const readyAt = await timelock.getTimestamp(operation.id);
      expect(readyAt - BigInt(await time.latest())).to.equal(adminRole.delaySeconds);

      await time.setNextBlockTimestamp(readyAt - 1n);
      await expect(timelock.connect(stranger).executeBatch(...operation.batch))
        .to.be.revertedWithCustomError(timelock, "TimelockUnexpectedOperationState")
        .withArgs(operation.id, ethers.toBeHex(1 << 2, 32));
      await time.setNextBlockTimestamp(readyAt);
      await expect(timelock.connect(stranger).executeBatch(...operation.batch))
        .to.emit(authority, "RoleGranted")
        .withArgs(roles.arbiter.id, carol.address, 0, readyAt, true);
      expect(await authority.hasRole(roles.arbiter.id, carol)).to.deep.equal([true, 0]);
    });

    it("cannot be scheduled with less than its delay", async () => {
      const { authority, governor, timelock, voters, carol } = await loadFixture(givenVoters);
      const operation = await operationOf(
        timelock,
        [callOf(authority, "grantRole", [roles.arbiter.id, carol.address, 0])],
        adminRole.delaySeconds - 1,
      );
      const proposal = await carry(governor, voters, [operation.schedule]);
      await queueAndWait(governor, proposal.id);
      await expect(governor["execute(uint256)"](proposal.id))
        .to.be.revertedWithCustomError(timelock, "TimelockInsufficientDelay")
        .withArgs(adminRole.delaySeconds - 1, adminRole.delaySeconds);
    });

    it("cannot be made by the governor itself", async () => {
      const { authority, governor, voters, carol } = await loadFixture(givenVoters);
      const call = callOf(authority, "grantRole", [roles.minter.id, carol.address, 0]);
      const proposal = await carry(governor, voters, [call]);
      await queueAndWait(governor, proposal.id);
      await expect(governor["execute(uint256)"](proposal.id))
        .to.be.revertedWithCustomError(authority, "AccessManagerUnauthorizedAccount")
        .withArgs(await governor.getAddress(), adminRole.id);
    });

    it("is taken back by a proposal", async () => {
      const { authority, governor, timelock, voters, carol } = await loadFixture(givenVoters);
      const operation = await operationOf(
        timelock,
        [callOf(authority, "grantRole", [roles.minter.id, carol.address, 0])],
        MONTH,
      );
      await govern(governor, voters, [operation.schedule], "schedules");
      await govern(governor, voters, [callOf(timelock, "cancel", [operation.id])], "cancels");
      expect(await timelock.isOperation(operation.id)).to.equal(false);
    });

    it("pauses and unpauses what governance does to a contract; exits stay open", async () => {
      const given = await loadFixture(givenVoters);
      const { authority, governor, staking, timelock, token, treasury, voters, alice } = given;
      const target = await staking.getAddress();
      const split = callOf(staking, "setSlashSplit", [{ treasury: treasury.address, burnBps: 1 }]);
      await staking.connect(alice).thaw(1n);

      const close = await schedule(given, [callOf(authority, "setTargetClosed", [target, true])]);
      await timelock.executeBatch(...close.batch);
      const refused = await carry(governor, voters, [split], "while it is closed");
      await queueAndWait(governor, refused.id);
      await expect(governor["execute(uint256)"](refused.id))
        .to.be.revertedWithCustomError(staking, "AccessManagedUnauthorized")
        .withArgs(await governor.getAddress());
      await expect(staking.withdraw(alice)).to.changeTokenBalance(token, alice, 1n);

      const open = await schedule(given, [callOf(authority, "setTargetClosed", [target, false])]);
      await timelock.executeBatch(...open.batch);
      await govern(governor, voters, [split], "when it is open again");
      expect((await staking.slashSplit()).burnBps).to.equal(1);
    });

    it("replaces a module: another dispute manager in place of the first", async () => {
      const given = await loadFixture(givenVoters);
      const { authority, staking, timelock, manager, stranger } = given;
      const operation = await schedule(given, [
        callOf(authority, "grantRole", [roles.disputes.id, stranger.address, 0]),
        callOf(authority, "revokeRole", [roles.disputes.id, await manager.getAddress()]),
      ]);
      await timelock.executeBatch(...operation.batch);
      const slash = staking.interface.getFunction("slash").selector;
      expect(await authority.canCall(stranger, staking, slash)).to.deep.equal([true, 0]);
      expect(await authority.canCall(manager, staking, slash)).to.deep.equal([false, 0]);
    });
  });

  describe("the last admin", () => {
    const resignations: Record<string, (given: Given) => Promise<Call>> = {
      "revokes its own role": async ({ authority, timelock }) =>
        callOf(authority, "revokeRole", [adminRole.id, await timelock.getAddress()]),
      "renounces its role": async ({ authority, timelock }) =>
        callOf(authority, "renounceRole", [adminRole.id, await timelock.getAddress()]),
      "delays its own role": async ({ authority, timelock }) =>
        callOf(authority, "grantRole", [adminRole.id, await timelock.getAddress(), 2 ** 32 - 1]),
      "hands over to itself": ({ timelock }) => Promise.resolve(callOf(timelock, "takeOver", [])),
      "hides it in a batch": async ({ authority, timelock }) => {
        const { data } = callOf(authority, "revokeRole", [adminRole.id, await timelock.getAddress()]);
        return callOf(authority, "multicall", [[data]]);
      },
    };

    for (const [mistake, callFor] of Object.entries(resignations)) {
      it(`stays when an operation ${mistake}`, async () => {
        const given = await loadFixture(givenVoters);
        const { authority, timelock } = given;
        const operation = await schedule(given, [await callFor(given)]);
        await expect(timelock.executeBatch(...operation.batch)).to.be.revertedWithCustomError(
          timelock,
          "NetworkTimelockWouldResign",
        );
        expect(await authority.hasRole(adminRole.id, timelock)).to.deep.equal([true, 0]);
      });
    }

    it("goes by the hand of its successor, and can still move what it owns", async () => {
      const given = await loadFixture(givenVoters);
      const { authority, timelock, governor, stranger, voters } = given;
      const next = await ethers.deployContract("NetworkTimelock", [authority, governor, 3_600]);
      const grant = await schedule(given, [
        callOf(authority, "grantRole", [adminRole.id, await next.getAddress(), 0]),
      ]);
      await timelock.executeBatch(...grant.batch);

      const successor = { ...given, timelock: next };
      const revoke = await schedule(successor, [
        callOf(authority, "revokeRole", [adminRole.id, await timelock.getAddress()]),
      ]);
      await next.executeBatch(...revoke.batch);
      expect(await authority.hasRole(adminRole.id, timelock)).to.deep.equal([false, 0]);
      expect(await authority.hasRole(adminRole.id, next)).to.deep.equal([true, 0]);

      await setBalance(await timelock.getAddress(), 5n);
      const payment = [[stranger.address], [5n], ["0x"], ZeroHash, ZeroHash];
      const delay = await timelock.getMinDelay();
      await govern(governor, voters, [callOf(timelock, "scheduleBatch", [...payment, delay])], "moves it");
      await time.increase(delay);
      await expect(
        timelock.executeBatch([stranger.address], [5n], ["0x"], ZeroHash, ZeroHash),
      ).to.changeEtherBalance(stranger, 5n);
    });
  });

  describe("its delay", () => {
    for (const delay of [0, 3_599, MONTH + 1]) {
      it(`cannot be set to ${delay} seconds, however many vote for it`, async () => {
        const given = await loadFixture(givenVoters);
        const { timelock } = given;
        const operation = await schedule(given, [callOf(timelock, "updateDelay", [delay])]);
        await expect(timelock.executeBatch(...operation.batch))
          .to.be.revertedWithCustomError(timelock, "NetworkTimelockDelayOutOfRange")
          .withArgs(delay, 3_600, MONTH);
      });
    }

    it("changes after itself", async () => {
      const given = await loadFixture(givenVoters);
      const { timelock } = given;
      const operation = await schedule(given, [callOf(timelock, "updateDelay", [MONTH])]);
      await expect(timelock.executeBatch(...operation.batch))
        .to.emit(timelock, "MinDelayChange")
        .withArgs(adminRole.delaySeconds, MONTH);
      expect(await timelock.getMinDelay()).to.equal(MONTH);
    });
  });

  describe("its roles", () => {
    it("the governor's right to schedule and everybody's to execute are for good", async () => {
      const given = await loadFixture(givenVoters);
      const { timelock, governor } = given;
      const permanent = [
        [PROPOSER, await governor.getAddress()],
        [EXECUTOR, ZeroAddress],
      ] as const;
      for (const [role, account] of permanent) {
        const operation = await schedule(given, [callOf(timelock, "revokeRole", [role, account])]);
        await expect(timelock.executeBatch(...operation.batch))
          .to.be.revertedWithCustomError(timelock, "NetworkTimelockPermanentRole")
          .withArgs(role, account);
      }
    });

    it("the governor cannot give up its right to schedule by mistake", async () => {
      const { timelock, governor, voters } = await loadFixture(givenVoters);
      const address = await governor.getAddress();
      const proposal = await carry(governor, voters, [callOf(timelock, "renounceRole", [PROPOSER, address])]);
      await queueAndWait(governor, proposal.id);
      await expect(governor["execute(uint256)"](proposal.id))
        .to.be.revertedWithCustomError(timelock, "NetworkTimelockPermanentRole")
        .withArgs(PROPOSER, address);
    });

    it("anything else can be granted and revoked", async () => {
      const given = await loadFixture(givenVoters);
      const { timelock, stranger } = given;
      for (const name of ["grantRole", "revokeRole"] as const) {
        for (const role of [PROPOSER, EXECUTOR, CANCELLER]) {
          const operation = await schedule(given, [callOf(timelock, name, [role, stranger.address])]);
          await timelock.executeBatch(...operation.batch);
          expect(await timelock.hasRole(role, stranger)).to.equal(name === "grantRole");
        }
      }
    });
  });
});
