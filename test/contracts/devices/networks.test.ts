import { loadFixture, time } from "@nomicfoundation/hardhat-network-helpers";
import { expect } from "chai";
import { ethers } from "hardhat";

import { offlineKey } from "../../helpers/accounts";
import { attest, batchOf, NO_ATTESTATION } from "../../helpers/attestations";
import { location, onboarding, register, rotation } from "../../helpers/device-actions";
import {
  type DeviceKey,
  deviceId,
  keyHash,
  p256Key,
  secp256k1Key,
  webAuthnKey,
} from "../../helpers/device-keys";
import { Category, deployEmptyRegistries, START_EPOCH, Status } from "../../helpers/devices";
import { impersonate } from "../../helpers/impersonate";
import { LATEST_DEADLINE } from "../../helpers/report";

const CELL = 0x8928308280fffffn;

interface KindPlan {
  name: string;
  program: number;
  category: Category;
  open?: boolean;
  bond?: bigint;
}

/** Each network's onboarding by configuration alone: the same two contracts, other kinds, makers and keys. */
describe("the onboarding of eight networks", () => {
  async function deployNetwork() {
    const network = await deployEmptyRegistries();
    const { makers, verifiers, makersManager } = network;
    const asManager = makers.connect(makersManager);
    for (const verifier of Object.values(verifiers)) await asManager.setVerifier(verifier, true);

    const addKind = async ({ name, program, category, open = false, bond = 0n }: KindPlan) => {
      await asManager.addKind(program, category, open, bond, name, "");
      return makers.kindCount();
    };
    const addMaker = async (account: typeof makersManager, key: DeviceKey, kinds: readonly bigint[]) => {
      await asManager.addMaker(account, "");
      const maker = await makers.makerCount();
      for (const kind of kinds) await asManager.setMakerKind(maker, kind, true);
      await makers.connect(account).addAttestationKey(maker, key.signer);
      return maker;
    };
    return { ...network, asManager, addKind, addMaker };
  }

  it("Helium: makers are approved per subnetwork, a key is issued once, and each placement is counted", async () => {
    const { registry, makers, addKind, addMaker, manufacturer, alice, bob, sponsor, verifiers } =
      await loadFixture(deployNetwork);
    const iot = await addKind({ name: "IoT hotspot", program: 1, category: Category.Physical });
    const mobile = await addKind({ name: "Mobile hotspot", program: 2, category: Category.Physical });
    const dataOnly = await addKind({
      name: "Data only",
      program: 1,
      category: Category.Physical,
      open: true,
    });
    const makerKey = secp256k1Key("issuing authority");
    const maker = await addMaker(manufacturer, makerKey, [iot]);
    const key = p256Key("hotspot", await verifiers.p256.getAddress());
    const device = deviceId(key);

    const wrongNet = await attest(makers, { maker, device, kind: mobile }, makerKey);
    const refused = await onboarding(registry, { key, owner: alice, kind: mobile, attestation: wrongNet });
    await expect(registry.connect(alice).register(refused))
      .to.be.revertedWithCustomError(makers, "MakerRegistryMakerNotAllowed")
      .withArgs(maker, mobile);

    const attestation = await attest(makers, { maker, device, kind: iot }, makerKey);
    const issued = await onboarding(registry, {
      key,
      owner: alice,
      kind: iot,
      consentBy: alice,
      attestation,
    });
    await registry.connect(sponsor).register(issued);
    const again = await onboarding(registry, { key, owner: bob, kind: iot, attestation });
    await expect(registry.connect(bob).register(again))
      .to.be.revertedWithCustomError(registry, "DeviceRegistryAlreadyRegistered")
      .withArgs(device, alice.address);

    for (const count of [1n, 2n]) {
      const placed = await location(registry, { device, cell: CELL, key, consentBy: alice });
      await registry.connect(sponsor).assertLocation(placed);
      expect(await registry.locationOf(device)).to.deep.equal([CELL, count]);
    }
    await register(registry, bob, { key: secp256k1Key("data-only hotspot"), kind: dataOnly });
  });

  it("Hivemapper: dashcams with a secure chip come in a batch, and a fleet's earnings go to a contract that splits them", async () => {
    const { registry, makers, addKind, addMaker, manufacturer, alice, verifiers } =
      await loadFixture(deployNetwork);
    const dashcam = await addKind({ name: "Dashcam", program: 1, category: Category.Physical });
    const maker = await addMaker(manufacturer, secp256k1Key("factory"), [dashcam]);
    const chip = await verifiers.p256.getAddress();
    const fleet = ["one", "two", "three"].map((name) => p256Key(name, chip));
    const batch = batchOf(fleet.map((key) => ({ device: deviceId(key), kind: dashcam })));
    await makers.connect(manufacturer).provisionBatch(maker, batch.root, LATEST_DEADLINE, "ipfs://batch");
    const splitter = await ethers.deployContract("ReporterWalletMock", [alice]);

    const items = [];
    for (const key of fleet) {
      const attestation = batch.attestationOf(deviceId(key), maker);
      items.push(await onboarding(registry, { key, owner: alice, kind: dashcam, attestation }));
    }
    await registry.connect(alice).registerMany(items);
    await registry.connect(alice).setDefaultPayee(splitter);
    for (const key of fleet)
      expect(await registry.payeeOf(deviceId(key))).to.equal(await splitter.getAddress());
  });

  it("Natix: a phone onboards by its passkey without any maker, a camera only with its manufacturer's word", async () => {
    const { registry, makers, addKind, addMaker, manufacturer, alice, sponsor, verifiers } =
      await loadFixture(deployNetwork);
    const app = await addKind({ name: "Drive app", program: 1, category: Category.Digital, open: true });
    const camera = await addKind({ name: "VX360", program: 1, category: Category.Physical });
    const makerKey = secp256k1Key("camera maker");
    const maker = await addMaker(manufacturer, makerKey, [camera]);

    const phone = webAuthnKey("phone", await verifiers.webAuthn.getAddress());
    const driver = offlineKey("driver without money");
    const item = await onboarding(registry, { key: phone, owner: driver, kind: app, consentBy: driver });
    await registry.connect(sponsor).register(item);
    expect(await registry.ownerOf(deviceId(phone))).to.equal(driver.address);

    const key = secp256k1Key("camera");
    const bare = await onboarding(registry, { key, owner: alice, kind: camera });
    await expect(registry.connect(alice).register(bare))
      .to.be.revertedWithCustomError(makers, "MakerRegistryAttestationMissing")
      .withArgs(camera);
    const attestation = await attest(makers, { maker, device: deviceId(key), kind: camera }, makerKey);
    await register(registry, alice, { key, kind: camera, attestation });
  });

  it("Filecoin: an owner contract, a worker key that it changes at once, a beneficiary, and a deposit that is announced", async () => {
    const { registry, makers, asManager, addKind, carol, sponsor } = await loadFixture(deployNetwork);
    const deposit = 4n * 10n ** 18n;
    const provider = await addKind({
      name: "Storage provider",
      program: 1,
      category: Category.Digital,
      open: true,
      bond: deposit,
    });
    const holder = offlineKey("holder of the owner contract");
    const owner = await ethers.deployContract("ReporterWalletMock", [holder]);
    const [worker, nextWorker] = [secp256k1Key("worker"), secp256k1Key("next worker")];
    const device = deviceId(worker);
    const item = await onboarding(registry, { key: worker, owner, kind: provider, consentBy: holder });
    await registry.connect(sponsor).register(item);

    const change = { device, newKey: nextWorker, oldKey: worker, consentBy: holder };
    await registry.connect(sponsor).rotateKey(await rotation(registry, change));
    expect(await registry.keyOf(device)).to.equal(keyHash(nextWorker));

    const asOwner = await impersonate(owner);

    await registry.connect(asOwner).setPayee(device, carol);
    expect(await registry.payeeOf(device)).to.equal(carol.address);

    await asManager.setRequiredBond(provider, 5n * 10n ** 18n);
    expect((await makers.kindOf(provider)).requiredBond).to.equal(deposit);
    await time.increase(7 * 86_400);
    expect((await makers.kindOf(provider)).requiredBond).to.equal(5n * 10n ** 18n);
  });

  it("Golem: a node is its Ethereum key, with or without a certificate", async () => {
    const { registry, makers, addKind, addMaker, manufacturer, alice } = await loadFixture(deployNetwork);
    const node = await addKind({ name: "Compute node", program: 1, category: Category.Digital, open: true });
    const rootKey = secp256k1Key("certificate root");
    const root = await addMaker(manufacturer, rootKey, [node]);
    const [plain, certified] = [secp256k1Key("plain node"), secp256k1Key("certified node")];
    await register(registry, alice, { key: plain, kind: node });
    const attestation = await attest(
      makers,
      { maker: root, device: deviceId(certified), kind: node },
      rootKey,
    );
    await register(registry, alice, { key: certified, kind: node, attestation });

    const states = await registry.statesAt([deviceId(plain), deviceId(certified)], START_EPOCH);
    expect(states.map(({ maker }) => maker)).to.deep.equal([0n, root]);
  });

  it("Grass: browser nodes are onboarded in bulk at somebody's cost; a router's cold key owns, its hot key works", async () => {
    const { registry, makers, addKind, addMaker, makersManager, sponsor } = await loadFixture(deployNetwork);
    const browser = await addKind({
      name: "Browser node",
      program: 1,
      category: Category.Digital,
      open: true,
    });
    const router = await addKind({ name: "Router", program: 2, category: Category.Digital });
    const networkKey = secp256k1Key("the network itself");
    const maker = await addMaker(makersManager, networkKey, [router]);

    const wallet = offlineKey("wallet without money");
    const nodes = ["one", "two", "three"].map(secp256k1Key);
    const items = [];
    for (const key of nodes) {
      items.push(await onboarding(registry, { key, owner: wallet, kind: browser, consentBy: wallet }));
    }
    await registry.connect(sponsor).registerMany(items);
    expect(await registry.balanceOf(wallet)).to.equal(nodes.length);

    const [coldKey, hotKey, nextHotKey] = [offlineKey("cold"), secp256k1Key("hot"), secp256k1Key("next hot")];
    const device = deviceId(hotKey);
    const attestation = await attest(makers, { maker, device, kind: router }, networkKey);
    const plan = { key: hotKey, owner: coldKey, kind: router, consentBy: coldKey, attestation };
    await registry.connect(sponsor).register(await onboarding(registry, plan));
    const change = { device, newKey: nextHotKey, oldKey: hotKey, consentBy: coldKey };
    await registry.connect(sponsor).rotateKey(await rotation(registry, change));
    expect(await registry.deviceOf(nextHotKey.signer)).to.equal(device);
  });

  it("Render: the foundation screens nodes by a contract's signature that expires, and a wallet is named later", async () => {
    const { registry, makers, addKind, addMaker, makersManager, alice, bob } =
      await loadFixture(deployNetwork);
    const node = await addKind({ name: "GPU node", program: 1, category: Category.Digital });
    const council = offlineKey("council");
    const foundation = await ethers.deployContract("ReporterWalletMock", [council]);
    const signer: DeviceKey = {
      signer: (await foundation.getAddress()).toLowerCase(),
      sign: (digest) => council.signingKey.sign(digest).serialized,
    };
    const maker = await addMaker(makersManager, signer, [node]);
    const expiry = BigInt(await time.latest()) + 30n * 86_400n;
    const screened = async (key: DeviceKey) =>
      attest(makers, { maker, device: deviceId(key), kind: node, expiry }, signer);

    const first = secp256k1Key("RTX 4090");
    await register(registry, alice, { key: first, kind: node, attestation: await screened(first) });
    await registry.connect(alice).setPayee(deviceId(first), bob);
    expect((await registry.stateAt(deviceId(first), START_EPOCH)).payee).to.equal(bob.address);

    const late = secp256k1Key("H200");
    const item = await onboarding(registry, {
      key: late,
      owner: alice,
      kind: node,
      attestation: await screened(late),
    });
    await time.setNextBlockTimestamp(expiry + 1n);
    await expect(registry.connect(alice).register(item))
      .to.be.revertedWithCustomError(makers, "MakerRegistryAttestationExpired")
      .withArgs(expiry, expiry + 1n);
  });

  it("Akash: an auditor's word makes an audited provider, a rotated key is the only one, and a fallen auditor adds none", async () => {
    const { registry, makers, asManager, addKind, addMaker, manufacturer, alice, bob } =
      await loadFixture(deployNetwork);
    const audited = await addKind({ name: "Audited provider", program: 1, category: Category.Digital });
    const auditorKey = secp256k1Key("auditor");
    const auditor = await addMaker(manufacturer, auditorKey, [audited]);
    const [key, nextKey] = [secp256k1Key("provider"), secp256k1Key("provider's next key")];
    const device = deviceId(key);
    const unaudited = { ...NO_ATTESTATION, maker: auditor };
    const bare = await onboarding(registry, { key, owner: alice, kind: audited, attestation: unaudited });
    await expect(registry.connect(alice).register(bare)).to.be.revertedWithCustomError(
      makers,
      "MakerRegistryUnknownBatch",
    );

    const attestation = await attest(makers, { maker: auditor, device, kind: audited }, auditorKey);
    await register(registry, alice, { key, kind: audited, attestation });
    await registry.connect(alice).setMetadata(device, "https://provider.example", ethers.id("attributes"));
    await registry
      .connect(alice)
      .rotateKey(await rotation(registry, { device, newKey: nextKey, oldKey: key }));
    const byOldKey = await location(registry, { device, cell: CELL, key });
    await expect(registry.connect(alice).assertLocation(byOldKey))
      .to.be.revertedWithCustomError(makers, "MakerRegistryUnknownKey")
      .withArgs(auditor, keyHash(key));

    await asManager.setMakerActive(auditor, false);
    expect((await registry.stateAt(device, START_EPOCH)).status).to.equal(Status.Active);
    const second = secp256k1Key("second provider");
    const item = await onboarding(registry, {
      key: second,
      owner: bob,
      kind: audited,
      attestation: await attest(
        makers,
        { maker: auditor, device: deviceId(second), kind: audited },
        auditorKey,
      ),
    });
    await expect(registry.connect(bob).register(item))
      .to.be.revertedWithCustomError(makers, "MakerRegistryMakerInactive")
      .withArgs(auditor);
  });
});
