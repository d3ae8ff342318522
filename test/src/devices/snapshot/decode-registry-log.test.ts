import { expect } from "chai";
import { ZeroAddress, ZeroHash } from "ethers";

import { decodeRegistryLog, REGISTRY_TOPICS } from "../../../../src/devices/snapshot";
import { DeviceRegistry__factory, MakerRegistry__factory } from "../../../../typechain-types";

const DEVICE = `0x${"d1".repeat(32)}`;
const ALICE = `0x${"a1".repeat(20)}`;
const BOB = `0x${"b2".repeat(20)}`;
const LARGEST = 2 ** 32 - 1;
const LARGEST_BOND = 2n ** 128n - 1n;
const LARGEST_TIME = 2 ** 40 - 1;
const MAKERS_EVENTS: readonly string[] = ["KindAdded", "RequiredBondSet"];

/** Logs as the contracts' own interfaces encode them, and what they must be read as. */
const EXAMPLES = [
  {
    event: "DeviceRegistered",
    values: [DEVICE, ALICE, LARGEST, 7, 41, "0x1234"],
    read: { type: "registered", device: DEVICE, owner: ALICE, kind: LARGEST, maker: 7, epoch: 41 },
  },
  {
    event: "Transfer",
    values: [ALICE, BOB, DEVICE],
    read: { type: "transferred", device: DEVICE, to: BOB },
  },
  {
    event: "Transfer",
    values: [ALICE, ZeroAddress, DEVICE],
    read: { type: "transferred", device: DEVICE, to: ZeroAddress },
  },
  { event: "Transfer", values: [ZeroAddress, ALICE, DEVICE], read: undefined },
  {
    event: "PayeeSet",
    values: [DEVICE, ALICE, BOB],
    read: { type: "payee-set", device: DEVICE, payee: BOB },
  },
  {
    event: "DefaultPayeeSet",
    values: [ALICE, BOB],
    read: { type: "default-payee-set", owner: ALICE, payee: BOB },
  },
  {
    event: "DeviceSuspended",
    values: [DEVICE, ALICE, 513, 40, LARGEST, ZeroHash, BOB],
    read: { type: "suspended", device: DEVICE, reason: 513, fromEpoch: 40, untilEpoch: LARGEST },
  },
  {
    event: "SuspensionLifted",
    values: [DEVICE, ALICE, 42, BOB],
    read: { type: "lifted", device: DEVICE, untilEpoch: 42 },
  },
  {
    event: "KindAdded",
    values: [3, LARGEST, 1, true, 5, "Sensor", "ipfs://sensor"],
    read: { type: "kind-added", kind: 3, program: LARGEST, requiredBond: 5n },
  },
  {
    event: "RequiredBondSet",
    values: [LARGEST, LARGEST_BOND, LARGEST_TIME],
    read: { type: "required-bond-set", kind: LARGEST, requiredBond: LARGEST_BOND, fromTime: LARGEST_TIME },
  },
] as const;

describe("decodeRegistryLog", () => {
  const registry = DeviceRegistry__factory.createInterface();
  const makers = MakerRegistry__factory.createInterface();

  for (const { event, values, read } of EXAMPLES) {
    it(`reads ${event}: ${read?.type ?? "nothing new"}`, () => {
      const contract = MAKERS_EVENTS.includes(event) ? makers : registry;
      const log = contract.encodeEventLog(event, values);
      expect(decodeRegistryLog(log)).to.deep.equal(read);
      expect(REGISTRY_TOPICS).to.include(log.topics[0]);
    });
  }

  it("knows every event that it asks for, and passes over all others", () => {
    expect(REGISTRY_TOPICS).to.have.lengthOf(new Set(EXAMPLES.map(({ event }) => event)).size);
    const appeal = registry.encodeEventLog("SuspensionAppealed", [DEVICE, ALICE, ZeroHash, ""]);
    expect(decodeRegistryLog(appeal)).to.equal(undefined);
    expect(decodeRegistryLog({ topics: [], data: "0x" })).to.equal(undefined);
  });

  it("refuses a bond that is no number", () => {
    const { topics } = makers.encodeEventLog("RequiredBondSet", [1, 1, 1]);
    expect(() => decodeRegistryLog({ topics, data: "0x" })).to.throw("where a word should be");
  });
});
