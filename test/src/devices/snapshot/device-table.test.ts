import { expect } from "chai";

import { DeviceTable, type RegistryEvent } from "../../../../src/devices/snapshot";
import { formatAddress } from "../../../../src/flat/format";
import { newWord } from "../../../../src/flat/word";
import { type Address, type Hex, writeHex } from "../../../../src/hex";

const DEVICE: Hex = `0x${"d1".repeat(32)}`;
const OTHER: Hex = `0x${"d2".repeat(32)}`;
const ALICE: Address = `0x${"a1".repeat(20)}`;
const BOB: Address = `0x${"b2".repeat(20)}`;
const CAROL: Address = `0x${"c3".repeat(20)}`;
const NOBODY: Address = `0x${"00".repeat(20)}`;

const registered = (owner: Address, epoch: number, device = DEVICE): RegistryEvent => ({
  type: "registered",
  device,
  owner,
  kind: 1,
  maker: 4,
  epoch,
});
const suspended = (fromEpoch: number, untilEpoch: number): RegistryEvent => ({
  type: "suspended",
  device: DEVICE,
  reason: 9,
  fromEpoch,
  untilEpoch,
});
const lifted = (untilEpoch: number): RegistryEvent => ({ type: "lifted", device: DEVICE, untilEpoch });
const transferred = (to: Address): RegistryEvent => ({ type: "transferred", device: DEVICE, to });
const payeeSet = (payee: Address): RegistryEvent => ({ type: "payee-set", device: DEVICE, payee });
const defaultPayeeSet = (owner: Address, payee: Address): RegistryEvent => ({
  type: "default-payee-set",
  owner,
  payee,
});

describe("DeviceTable", () => {
  function fold(...events: RegistryEvent[]): DeviceTable {
    const table = new DeviceTable();
    table.apply({ type: "kind-added", kind: 1, program: 3, requiredBond: 7n });
    for (const event of events) table.apply(event);
    return table;
  }

  function stateOf(table: DeviceTable, epoch: number, device = DEVICE) {
    const key = newWord();
    writeHex(device, key.bytes, 0, 32);
    return table.stateOf(key, epoch);
  }

  const statuses = (table: DeviceTable, epochs: readonly number[]): string[] =>
    epochs.map((epoch) => stateOf(table, epoch).status);

  it("knows what was onboarded, from its epoch on", () => {
    const table = fold(registered(ALICE, 5));
    expect(stateOf(table, 5)).to.deep.equal({
      owner: ALICE,
      payee: ALICE,
      kind: 1,
      program: 3,
      maker: 4,
      status: "active",
    });
    expect(stateOf(table, 4)).to.deep.include({ owner: ALICE, status: "unknown" });
    expect(stateOf(table, 5, OTHER)).to.deep.equal({
      owner: NOBODY,
      payee: NOBODY,
      kind: 0,
      program: 0,
      maker: 0,
      status: "unknown",
    });
    expect([...table.states(5)].map(({ device }) => device)).to.deep.equal([DEVICE]);
  });

  describe("payees", () => {
    it("takes the device's own, else the owner's default, else the owner", () => {
      expect(stateOf(fold(registered(ALICE, 0), defaultPayeeSet(ALICE, BOB)), 0).payee).to.equal(BOB);
      const own = [registered(ALICE, 0), defaultPayeeSet(ALICE, BOB), payeeSet(CAROL)];
      expect(stateOf(fold(...own), 0).payee).to.equal(CAROL);
      expect(stateOf(fold(...own, payeeSet(NOBODY)), 0).payee).to.equal(BOB);
      expect(stateOf(fold(...own, payeeSet(NOBODY), defaultPayeeSet(ALICE, NOBODY)), 0).payee).to.equal(
        ALICE,
      );
    });

    it("knows a default that was set before the owner had a device", () => {
      const table = fold(defaultPayeeSet(BOB, CAROL), registered(ALICE, 0), transferred(BOB));
      expect(stateOf(table, 0)).to.deep.include({ owner: BOB, payee: CAROL });
    });

    it("forgets the device's payee with a transfer, also to the owner itself, and with a release", () => {
      for (const to of [BOB, ALICE]) {
        const table = fold(registered(ALICE, 0), payeeSet(CAROL), transferred(to));
        expect(stateOf(table, 0)).to.deep.include({ owner: to, payee: to });
      }
      const anew = fold(registered(ALICE, 0), payeeSet(CAROL), transferred(NOBODY), registered(BOB, 2));
      expect(stateOf(anew, 2).payee).to.equal(BOB);
    });
  });

  describe("release", () => {
    it("leaves no owner and no payee, whatever the epoch", () => {
      const table = fold(registered(ALICE, 1), payeeSet(CAROL), suspended(2, 4), transferred(NOBODY));
      expect(stateOf(table, 3)).to.deep.equal({
        owner: NOBODY,
        payee: NOBODY,
        kind: 1,
        program: 3,
        maker: 4,
        status: "released",
      });
      expect(statuses(table, [0, 1, 9])).to.deep.equal(["released", "released", "released"]);
    });

    it("ends with another onboarding, which counts from its own epoch on; a suspension stays", () => {
      const table = fold(registered(ALICE, 1), suspended(2, 8), transferred(NOBODY), registered(BOB, 6));
      expect(statuses(table, [3, 5, 6, 7, 8])).to.deep.equal([
        "unknown",
        "unknown",
        "suspended",
        "suspended",
        "active",
      ]);
      expect(table.length).to.equal(1);
    });
  });

  describe("suspensions", () => {
    it("covers the epochs from the first to the one before the last", () => {
      expect(statuses(fold(registered(ALICE, 0), suspended(3, 5)), [2, 3, 4, 5])).to.deep.equal([
        "active",
        "suspended",
        "suspended",
        "active",
      ]);
    });

    it("ends where it was lifted, and never was if lifted before it began", () => {
      expect(statuses(fold(registered(ALICE, 0), suspended(3, 9), lifted(5)), [4, 5, 8])).to.deep.equal([
        "suspended",
        "active",
        "active",
      ]);
      expect(statuses(fold(registered(ALICE, 0), suspended(6, 9), lifted(5)), [5, 6, 8])).to.deep.equal([
        "active",
        "active",
        "active",
      ]);
    });

    it("remembers all of them, of each device its own", () => {
      const table = fold(
        registered(ALICE, 0),
        registered(BOB, 0, OTHER),
        suspended(1, 9),
        lifted(2),
        suspended(4, 5),
        { ...suspended(2, 3), device: OTHER } as RegistryEvent,
        suspended(7, 9),
      );
      expect(statuses(table, [0, 1, 2, 3, 4, 5, 6, 7, 8, 9])).to.deep.equal(
        [0, 1, 0, 0, 1, 0, 0, 1, 1, 0].map((flag) => (flag === 1 ? "suspended" : "active")),
      );
      expect(stateOf(table, 2, OTHER).status).to.equal("suspended");
      expect(table.suspensionsAt(0)).to.deep.equal([
        { fromEpoch: 7, untilEpoch: 9, reason: 9 },
        { fromEpoch: 4, untilEpoch: 5, reason: 9 },
        { fromEpoch: 1, untilEpoch: 2, reason: 9 },
      ]);
    });
  });

  describe("acquisitions", () => {
    const third: Hex = `0x${"d3".repeat(32)}`;
    const moved = (device: Hex, to: Address): RegistryEvent => ({ type: "transferred", device, to });
    const inOrder = (...events: RegistryEvent[]): Hex[] => {
      const table = fold(
        registered(ALICE, 0),
        registered(ALICE, 0, OTHER),
        registered(BOB, 0, third),
        ...events,
      );
      return [...table.inOrderOfAcquisition([2, 1, 0])].map((row) => table.deviceAt(row));
    };

    it("are in the order in which devices came to the owners that they have", () => {
      expect(inOrder()).to.deep.equal([DEVICE, OTHER, third]);
      expect(inOrder(moved(DEVICE, BOB)), "bought").to.deep.equal([OTHER, third, DEVICE]);
      expect(inOrder(moved(DEVICE, BOB), moved(DEVICE, ALICE)), "sold and bought back").to.deep.equal([
        OTHER,
        third,
        DEVICE,
      ]);
      const anew = [moved(DEVICE, NOBODY), registered(ALICE, 1)];
      expect(inOrder(...anew), "released and onboarded anew").to.deep.equal([OTHER, third, DEVICE]);
    });

    it("are none for whoever is the owner already", () => {
      expect(inOrder(moved(DEVICE, ALICE))).to.deep.equal([DEVICE, OTHER, third]);
    });

    it("name the owner, and nobody once released", () => {
      const table = fold(registered(ALICE, 0), registered(BOB, 0, OTHER), moved(OTHER, NOBODY));
      const owner = newWord();
      expect(table.copyOwner(0, owner)).to.equal(true);
      expect(formatAddress(owner.bytes, 0)).to.equal(ALICE);
      expect(table.copyOwner(1, owner)).to.equal(false);
    });
  });

  it("knows what a device needs behind it", () => {
    const table = fold(registered(ALICE, 0));
    expect(table.requiredBondAt(0, 1_000)).to.equal(7n);
    expect(table.requireBonds(1_000)).to.equal(true);
    table.apply({ type: "required-bond-set", kind: 1, requiredBond: 0n, fromTime: 2_000_000 });
    expect([table.requiredBondAt(0, 1_999_999), table.requiredBondAt(0, 2_000_000)]).to.deep.equal([7n, 0n]);
    expect([table.requireBonds(1_999_999), table.requireBonds(2_000_000)]).to.deep.equal([true, false]);
  });

  it("refuses events whose beginning it has not seen", () => {
    for (const event of [transferred(BOB), payeeSet(BOB), suspended(1, 2), lifted(1)]) {
      expect(() => fold(event), event.type).to.throw(`an event is about device ${DEVICE}`);
    }
    expect(() => {
      new DeviceTable().apply(registered(ALICE, 0));
    }).to.throw("do not have the kind");
    const bond: RegistryEvent = { type: "required-bond-set", kind: 2, requiredBond: 1n, fromTime: 1_000_000 };
    expect(() => fold(bond)).to.throw("do not have the kind");
  });
});
