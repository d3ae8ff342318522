import { expect } from "chai";
import fc from "fast-check";

import { Coverage, DeviceTable, type RegistryEvent, standingOf } from "../../../../src/devices/snapshot";
import { newWord } from "../../../../src/flat/word";
import { type Address, type Hex, writeHex, ZERO_ADDRESS } from "../../../../src/hex";
import { Bonds } from "../../../../src/staking/bonds";

const TIME = 1_800_000_000;
/** What devices of the kinds 1 to 4 need. */
const REQUIRED = [0n, 5n, 7n, 2n ** 100n];
const OWNERS = ["a1", "b2", "c3"].map((byte): Address => `0x${byte.repeat(20)}`);
const [ALICE = ZERO_ADDRESS, BOB = ZERO_ADDRESS] = OWNERS;
/** Owns no device of a history, and has bonded nothing. */
const GIVER: Address = `0x${"d4".repeat(20)}`;

const deviceId = (number: number): Hex => `0x${(number + 1).toString(16).padStart(64, "0")}`;

const registered = (device: number, owner: Address, kind: number): RegistryEvent => ({
  type: "registered",
  device: deviceId(device),
  owner,
  kind,
  maker: 0,
  epoch: 0,
});
const transferred = (device: number, to: Address): RegistryEvent => ({
  type: "transferred",
  device: deviceId(device),
  to,
});

function fold(events: readonly RegistryEvent[]): DeviceTable {
  const devices = new DeviceTable();
  REQUIRED.forEach((requiredBond, index) => {
    devices.apply({ type: "kind-added", kind: index + 1, program: 1, requiredBond });
  });
  for (const event of events) devices.apply(event);
  return devices;
}

function bondsOf(bonded: ReadonlyMap<Address, bigint>): Bonds {
  const bonds = new Bonds();
  for (const [account, amount] of bonded) bonds.apply({ type: "bonded", account, amount });
  return bonds;
}

/** Numbers of the devices that are not covered. */
function uncovered(events: readonly RegistryEvent[], bonded: ReadonlyMap<Address, bigint>): Set<number> {
  const devices = fold(events);
  const coverage = new Coverage(devices, bondsOf(bonded), TIME);
  const numbers = Array.from({ length: devices.length }, (_, row) => Number(devices.deviceAt(row)) - 1);
  return new Set(numbers.filter((_, row) => !coverage.isCovered(row)));
}

/** The rule as docs/STAKING.md words it: each operator's devices in a list, the one acquired last at its end. */
function naivelyUncovered(
  events: readonly RegistryEvent[],
  bonded: ReadonlyMap<Address, bigint>,
): Set<number> {
  const lists = new Map<Address, number[]>(OWNERS.map((owner) => [owner, []]));
  const kinds = new Map<number, number>();
  for (const event of events) {
    if (event.type !== "registered" && event.type !== "transferred") continue;
    const device = Number(event.device) - 1;
    const to = event.type === "registered" ? event.owner : event.to;
    if (event.type === "registered") kinds.set(device, event.kind);
    if (lists.get(to)?.includes(device)) continue;
    for (const [owner, list] of lists)
      lists.set(
        owner,
        list.filter((each) => each !== device),
      );
    lists.get(to)?.push(device);
  }
  const left = new Set<number>();
  for (const [owner, list] of lists) {
    let bond = bonded.get(owner) ?? 0n;
    for (const device of list) {
      const required = REQUIRED[(kinds.get(device) ?? 0) - 1] ?? 0n;
      if (required <= bond) bond -= required;
      else left.add(device);
    }
  }
  return left;
}

interface Step {
  device: number;
  to: Address;
  kind: number;
}

/** A registry's history: what is not owned is onboarded, what is owned changes hands or is released. */
function historyOf(steps: readonly Step[]): RegistryEvent[] {
  const owned = new Set<number>();
  return steps.flatMap(({ device, to, kind }) => {
    if (owned.has(device)) {
      if (to === ZERO_ADDRESS) owned.delete(device);
      return [transferred(device, to)];
    }
    if (to === ZERO_ADDRESS) return [];
    owned.add(device);
    return [registered(device, to, kind)];
  });
}

const histories = fc
  .array(
    fc.record({
      device: fc.integer({ min: 0, max: 7 }),
      to: fc.constantFrom(...OWNERS, ZERO_ADDRESS),
      kind: fc.integer({ min: 1, max: REQUIRED.length }),
    }),
    { maxLength: 40 },
  )
  .map(historyOf);
/** Small ones, between which the kinds' bonds lie close, and one that covers everything. */
const amounts = fc.oneof(fc.bigInt({ min: 0n, max: 30n }), fc.constant(2n ** 127n));
const bondings = fc
  .tuple(...OWNERS.map(() => amounts))
  .map((each) => new Map(OWNERS.map((owner, index) => [owner, each[index] ?? 0n])));

describe("Coverage", () => {
  it("is what the rule says, for any history and any bonds", () => {
    let reached = 0;
    fc.assert(
      fc.property(histories, bondings, (history, bonded) => {
        const found = uncovered(history, bonded);
        reached += found.size;
        expect(found).to.deep.equal(naivelyUncovered(history, bonded));
      }),
      { numRuns: 2_000, seed: 20_261_130 },
    );
    expect(reached, "the histories leave devices uncovered").to.be.greaterThan(1_000);
  });

  it("never falls away from a device because somebody gives its owner another", () => {
    fc.assert(
      fc.property(
        histories,
        bondings,
        fc.array(fc.record({ kind: fc.integer({ min: 1, max: 4 }), to: fc.constantFrom(...OWNERS) }), {
          minLength: 1,
          maxLength: 5,
        }),
        (history, bonded, gifts) => {
          // Older than anything that the operators have: only when they came to them must count.
          const made = gifts.map(({ kind }, index) => registered(100 + index, GIVER, kind));
          const given = gifts.map(({ to }, index) => transferred(100 + index, to));
          const before = uncovered(history, bonded);
          const all = uncovered([...made, ...history, ...given], bonded);
          const after = [...all].filter((device) => device < 100);
          expect(new Set(after)).to.deep.equal(before);
        },
      ),
      { numRuns: 1_000, seed: 20_261_130 },
    );
  });

  it("needs the bond to the last unit", () => {
    const fleet = [registered(0, ALICE, 2), registered(1, ALICE, 3)];
    expect(uncovered(fleet, new Map([[ALICE, 12n]]))).to.deep.equal(new Set());
    expect(uncovered(fleet, new Map([[ALICE, 11n]]))).to.deep.equal(new Set([1]));
    expect(uncovered(fleet, new Map([[ALICE, 4n]]))).to.deep.equal(new Set([0, 1]));
  });

  it("passes over a device that does not fit, which takes nothing from a later one", () => {
    const fleet = [registered(0, ALICE, 3), registered(1, ALICE, 2), registered(2, ALICE, 1)];
    expect(uncovered(fleet, new Map([[ALICE, 6n]]))).to.deep.equal(new Set([0]));
  });

  it("asks nothing for kinds that require nothing, whoever has bonded what", () => {
    expect(uncovered([registered(0, BOB, 1)], new Map([[ALICE, 5n]]))).to.deep.equal(new Set());
  });

  it("counts every device that the operator owns, in whatever standing or program", () => {
    const suspended: RegistryEvent = {
      type: "suspended",
      device: deviceId(0),
      reason: 1,
      fromEpoch: 0,
      untilEpoch: 9,
    };
    const fleet = [registered(0, ALICE, 2), suspended, registered(1, ALICE, 2)];
    expect(uncovered(fleet, new Map([[ALICE, 5n]]))).to.deep.equal(new Set([1]));
    expect(uncovered([...fleet, transferred(0, ZERO_ADDRESS)], new Map([[ALICE, 5n]]))).to.deep.equal(
      new Set(),
    );
  });

  it("makes `uncovered` of what else would be active, and of nothing else", () => {
    const devices = fold([
      registered(0, ALICE, 2),
      registered(1, BOB, 2),
      { type: "suspended", device: deviceId(1), reason: 1, fromEpoch: 0, untilEpoch: 9 },
    ]);
    const bonds = new Bonds();
    const bonding = { staking: BOB, bonds, coverage: new Coverage(devices, bonds, TIME) };
    const statuses = (asked: Parameters<typeof standingOf>[0]): string[] =>
      [0, 1, 2].map((number) => {
        const word = newWord();
        writeHex(deviceId(number), word.bytes, 0, 32);
        return standingOf(asked, word, 0).status;
      });
    expect(statuses({ devices, bonding })).to.deep.equal(["uncovered", "suspended", "unknown"]);
    expect(statuses({ devices }), "when no bonds were asked").to.deep.equal([
      "active",
      "suspended",
      "unknown",
    ]);
  });
});
