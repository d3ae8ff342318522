import { loadFixture, time } from "@nomicfoundation/hardhat-network-helpers";
import { expect } from "chai";
import { type Addressable, id, ZeroHash } from "ethers";

import { type Permission, permissions, type RoleName, roles } from "../../../deploy/roles";
import { offlineKey } from "../../helpers/accounts";
import { deployCommittee } from "../../helpers/committee";
import { keyHash, secp256k1Key } from "../../helpers/device-keys";
import { deployHotspot, HOTSPOT, MAKER, registerHotspot, START_EPOCH } from "../../helpers/devices";
import { finalizeEpoch } from "../../helpers/finalize-epoch";
import { impersonate } from "../../helpers/impersonate";
import { proposeEpoch } from "../../helpers/report";
import { deploySuite, PER_EPOCH } from "../../helpers/suite";
import { claimArguments, claimTree } from "../../helpers/tree";
import { deployTrust } from "../../helpers/trust";
import { selectorOf } from "../../helpers/wire-roles";

const DELAY = 86_400;
const successor = offlineKey("successor").address;

describe("AccessManager", () => {
  async function givenTheSuite() {
    const trust = await deployTrust();
    const { authority, makers, staking, manager, controller } = trust;
    const committee = await deployCommittee({ authority, makers, pledges: staking });
    await authority.grantRole(roles.makers.id, trust.makersManager, 0);
    await authority.grantRole(roles.suspender.id, trust.suspender, 0);
    const targets = {
      RewardToken: trust.token,
      EmissionController: controller,
      RewardDistributor: trust.distributor,
      ReporterCommittee: committee,
      MakerRegistry: makers,
      DeviceRegistry: trust.registry,
      OperatorStaking: staking,
      DisputeManager: manager,
    } satisfies Record<Permission["contract"], unknown>;
    const holders = {
      minter: [trust.minter, controller],
      emissions: [trust.emissionsManager],
      program: [trust.programManager],
      guardian: [trust.guardian],
      makers: [trust.makersManager],
      suspender: [trust.suspender],
      voider: [trust.guardian, manager],
      disputes: [trust.disputes, manager],
      arbiter: [trust.arbiter],
      committees: [trust.committeesManager],
      trust: [trust.trustManager],
    } satisfies Record<RoleName, readonly Addressable[]>;
    const everybody = new Set<Addressable>([...Object.values(holders).flat(), trust.stranger]);
    return { ...trust, targets, holders, everybody };
  }

  describe("the permission table", () => {
    for (const { contract, functions, role } of permissions) {
      for (const signature of functions) {
        it(`${contract}.${signature} is for the ${role} role and for nobody else`, async () => {
          const { authority, targets, holders, everybody } = await loadFixture(givenTheSuite);
          const target = targets[contract];
          const selector = selectorOf(target, signature);
          for (const account of everybody) {
            const [immediate, delay] = await authority.canCall(account, target, selector);
            const isHolder = (holders[role] as readonly Addressable[]).includes(account);
            expect(immediate, await account.getAddress()).to.equal(isHolder);
            expect(delay).to.equal(0);
          }
          expect(await authority.getTargetFunctionRole(target, selector)).to.equal(roles[role].id);
        });
      }
    }

    it("no role is a power over the AccessManager itself", async () => {
      const { authority, everybody } = await loadFixture(givenTheSuite);
      for (const account of everybody) {
        const holder = await impersonate(account);
        await expect(authority.connect(holder).grantRole(roles.minter.id, holder, 0))
          .to.be.revertedWithCustomError(authority, "AccessManagerUnauthorizedAccount")
          .withArgs(holder.address, 0);
      }
    });

    it("a revoked role is gone at once", async () => {
      const { authority, distributor, programManager } = await loadFixture(givenTheSuite);
      await authority.revokeRole(roles.program.id, programManager);
      await expect(distributor.connect(programManager).setReporter(successor))
        .to.be.revertedWithCustomError(distributor, "AccessManagedUnauthorized")
        .withArgs(programManager.address);
    });

    it("only the AccessManager can hand a contract to another one", async () => {
      const { targets, admin } = await loadFixture(givenTheSuite);
      for (const target of Object.values(targets)) {
        await expect(target.connect(admin).setAuthority(admin))
          .to.be.revertedWithCustomError(target, "AccessManagedUnauthorized")
          .withArgs(admin.address);
      }
    });
  });

  describe("a role with a delay", () => {
    async function givenADelayedManager() {
      const suite = await deploySuite();
      const { authority, distributor, programManager } = suite;
      await authority.grantRole(roles.program.id, programManager, DELAY);
      const data = distributor.interface.encodeFunctionData("setReporter", [successor]);
      return { ...suite, data, asManager: authority.connect(programManager) };
    }

    it("reverts for a call that was not announced", async () => {
      const { authority, distributor, programManager, asManager, data } =
        await loadFixture(givenADelayedManager);
      const operation = await authority.hashOperation(programManager, distributor, data);
      await expect(asManager.execute(distributor, data))
        .to.be.revertedWithCustomError(authority, "AccessManagerNotScheduled")
        .withArgs(operation);
      await expect(distributor.connect(programManager).setReporter(successor))
        .to.be.revertedWithCustomError(authority, "AccessManagerNotScheduled")
        .withArgs(operation);
    });

    it("reverts one second before the delay is over", async () => {
      const { authority, distributor, programManager, asManager, data } =
        await loadFixture(givenADelayedManager);
      await asManager.schedule(distributor, data, 0);
      const operation = await authority.hashOperation(programManager, distributor, data);
      const readyAt = await authority.getSchedule(operation);
      await time.setNextBlockTimestamp(readyAt - 1n);
      await expect(distributor.connect(programManager).setReporter(successor))
        .to.be.revertedWithCustomError(authority, "AccessManagerNotReady")
        .withArgs(operation);
    });

    it("takes effect after the delay, once", async () => {
      const { authority, distributor, programManager, asManager, data } =
        await loadFixture(givenADelayedManager);
      await asManager.schedule(distributor, data, 0);
      const operation = await authority.hashOperation(programManager, distributor, data);
      await time.setNextBlockTimestamp(await authority.getSchedule(operation));
      await expect(distributor.connect(programManager).setReporter(successor)).to.emit(
        distributor,
        "ReporterSet",
      );
      expect(await distributor.reporter()).to.equal(successor);
      await expect(distributor.connect(programManager).setReporter(successor))
        .to.be.revertedWithCustomError(authority, "AccessManagerNotScheduled")
        .withArgs(operation);
    });
  });

  describe("a closed target", () => {
    it("closing the registries stops governance only: devices are onboarded, owned and released as before", async () => {
      const devices = await loadFixture(deployHotspot);
      const { authority, makers, registry, makersManager, suspender, manufacturer, alice, bob, device } =
        devices;
      for (const target of [makers, registry]) await authority.setTargetClosed(target, true);

      await expect(makers.connect(makersManager).setKindActive(HOTSPOT, false))
        .to.be.revertedWithCustomError(makers, "AccessManagedUnauthorized")
        .withArgs(makersManager.address);
      await expect(registry.connect(suspender).suspend(device, START_EPOCH, START_EPOCH + 1, 0, ZeroHash))
        .to.be.revertedWithCustomError(registry, "AccessManagedUnauthorized")
        .withArgs(suspender.address);
      const second = await registerHotspot(devices, bob, secp256k1Key("second"));
      await registry.connect(alice).transferFrom(alice, bob, device);
      await registry.connect(bob).release(second);
      await makers.connect(manufacturer).revokeAttestationKey(MAKER, keyHash(devices.makerKey));
      expect(await registry.ownerOf(device)).to.equal(bob.address);
    });

    it("exits stay open: closing every contract stops no report that is pending, and no claim", async () => {
      const suite = await loadFixture(deploySuite);
      const { authority, distributor, controller, token, guardian, alice, bob } = suite;
      const tree = claimTree([
        { account: alice.address, cumulative: PER_EPOCH / 2n },
        { account: bob.address, cumulative: PER_EPOCH / 2n },
      ]);
      await finalizeEpoch(suite, 0, tree);
      for (const target of [distributor, controller]) await authority.setTargetClosed(target, true);

      await expect(distributor.connect(guardian).void(0, ZeroHash))
        .to.be.revertedWithCustomError(distributor, "AccessManagedUnauthorized")
        .withArgs(guardian.address);
      await expect(distributor.claim(...claimArguments(tree.claimOf(alice)))).to.changeTokenBalance(
        token,
        alice,
        PER_EPOCH / 2n,
      );
      await finalizeEpoch(suite, 1, { root: tree.root, total: PER_EPOCH });
      await expect(distributor.claimMany([tree.claimOf(bob)])).to.changeTokenBalance(
        token,
        bob,
        PER_EPOCH / 2n,
      );
    });

    it("closing the token stops minting only: what was finalised stays payable and holders can transfer", async () => {
      const suite = await loadFixture(deploySuite);
      const { authority, distributor, controller, token, alice, treasury } = suite;
      const tree = claimTree([{ account: alice.address, cumulative: PER_EPOCH }]);
      await finalizeEpoch(suite, 0, tree);
      await proposeEpoch(suite, 1, { root: id("root"), total: 2n * PER_EPOCH });
      await authority.setTargetClosed(token, true);
      await time.increaseTo((await distributor.pendingReport()).finalizableAt);

      await expect(distributor.finalize())
        .to.be.revertedWithCustomError(token, "AccessManagedUnauthorized")
        .withArgs(await controller.getAddress());
      await expect(distributor.claim(...claimArguments(tree.claimOf(alice)))).to.changeTokenBalance(
        token,
        alice,
        PER_EPOCH,
      );
      await expect(token.connect(treasury).transfer(alice, 1n)).to.changeTokenBalance(token, alice, 1n);

      await authority.setTargetClosed(token, false);
      await expect(distributor.finalize()).to.changeTokenBalance(token, distributor, PER_EPOCH);
    });
  });

  it("knows the suite's contracts by the same authority", async () => {
    const { authority, targets } = await loadFixture(givenTheSuite);
    for (const target of Object.values(targets)) {
      expect(await target.authority()).to.equal(await authority.getAddress());
    }
  });
});
