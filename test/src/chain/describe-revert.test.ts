import { expect } from "chai";
import { Interface } from "ethers";

import { describeRevert } from "../../../src/chain/explain-error";
import { DeviceRegistry__factory, RewardDistributor__factory } from "../../../typechain-types";

const registry = DeviceRegistry__factory.createInterface();
const distributor = RewardDistributor__factory.createInterface();

describe("describeRevert", () => {
  it("gives times as people read them, and other numbers as they are", () => {
    expect(
      describeRevert(
        registry.encodeErrorResult("DeviceRegistrySignatureExpired", [1_800_000_000n, 1_800_000_001n]),
      ),
    ).to.equal(
      "DeviceRegistrySignatureExpired(deadline 2027-01-15T08:00:00Z, timestamp 2027-01-15T08:00:01Z)",
    );
    expect(
      describeRevert(distributor.encodeErrorResult("RewardDistributorEpochNotEnded", [7n, 1_800_000_000n])),
    ).to.equal("RewardDistributorEpochNotEnded(epoch 7, endsAt 2027-01-15T08:00:00Z)");
    expect(
      describeRevert(distributor.encodeErrorResult("RewardDistributorOverBudget", [1_800_000_000n, 5n])),
    ).to.equal("RewardDistributorOverBudget(increase 1800000000, available 5)");
  });

  it("gives a time beyond the calendar as a number of seconds", () => {
    const latest = 2n ** 256n - 1n;
    expect(
      describeRevert(distributor.encodeErrorResult("RewardDistributorReportExpired", [0n, latest])),
    ).to.equal(
      `RewardDistributorReportExpired(deadline 1970-01-01T00:00:00Z, timestamp second ${Number(latest)})`,
    );
  });

  it("gives a device by the id that everything else names it by", () => {
    expect(describeRevert(registry.encodeErrorResult("DeviceRegistryUnknownDevice", [255n]))).to.equal(
      `DeviceRegistryUnknownDevice(device 0x${"ff".padStart(64, "0")})`,
    );
  });

  it("says nothing of what is no error of the suite's", () => {
    const foreign = new Interface(["error Foreign(uint40 deadline)"]);
    expect(describeRevert(foreign.encodeErrorResult("Foreign", [1n]))).to.equal(undefined);
    expect([describeRevert(null), describeRevert("0x")]).to.deep.equal([undefined, undefined]);
  });
});
