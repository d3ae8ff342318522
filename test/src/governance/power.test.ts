import { expect } from "chai";

import { permissions, roles } from "../../../deploy/roles";
import { findFunction } from "../../../src/governance/find-function";
import { powerOf, requireCallable, requireDirect, whoHolds } from "../../../src/governance/power";
import { interfaceOf } from "../../../src/governance/suite";
import { errorOf, placed } from "./support";

const ACCOUNT = "0x00000000000000000000000000000000000000aa";

describe("powerOf", () => {
  it("knows the role of every function in the table", () => {
    for (const { contract, functions, role } of permissions) {
      for (const signature of functions) {
        const { inputs } = interfaceOf(contract).getFunction(signature) ?? { inputs: [] };
        const fragment = findFunction(contract, signature, inputs.length);
        const power = powerOf({ place: { contract }, fragment });
        expect(power, signature).to.include({ kind: "role", role, id: roles[role].id });
      }
    }
  });

  it("knows what belongs to the admin, the governor and the timelock, and what to nobody", () => {
    const kindOf = (...call: [string, ...string[]]) => powerOf(placed(...call)).kind;
    expect(kindOf("AccessManager.setTargetClosed", ACCOUNT, "true")).to.equal("admin");
    expect(kindOf("NetworkGovernor.setVotingDelay", "3600")).to.equal("proposal");
    expect(kindOf("NetworkTimelock.updateDelay", "3600")).to.equal("operation");
    expect(kindOf("RewardDistributor.finalize")).to.equal("free");
  });
});

describe("requireCallable", () => {
  it("lets through what somebody may call", () => {
    for (const call of [
      placed("EmissionController.setWeights", "[1]"),
      placed("AccessManager.setTargetClosed", ACCOUNT, "true"),
      placed("NetworkGovernor.setVotingDelay", "3600"),
      placed("RewardToken.transfer", ACCOUNT, "1"),
    ])
      requireCallable(call);
  });

  it("refuses what only the AccessManager calls, and calls that carry others", () => {
    const authority = errorOf(() => {
      requireCallable(placed("RewardToken.setAuthority", ACCOUNT));
    });
    expect(authority.reason).to.contain("name AccessManager.updateAuthority");
    const zero = `0x${"00".repeat(32)}`;
    for (const carrier of [
      placed("AccessManager.schedule", ACCOUNT, "0x01020304", "0"),
      placed("AccessManager.execute", ACCOUNT, "0x01020304"),
      placed("AccessManager.multicall", "[]"),
      placed("DeviceRegistry.multicall", "[]"),
      placed("NetworkTimelock.schedule", ACCOUNT, "0", "0x", zero, zero, "1"),
      placed("NetworkTimelock.scheduleBatch", "[]", "[]", "[]", zero, zero, "1"),
    ]) {
      const { code, reason } = errorOf(() => {
        requireCallable(carrier);
      });
      expect(code).to.equal("NOT_CALLABLE");
      expect(reason).to.contain("carries other calls");
    }
  });
});

describe("whoHolds", () => {
  it("says what each holder is", () => {
    expect(whoHolds(["EmissionController"])).to.equal("EmissionController (the contract)");
    expect(whoHolds(roles.voider.holders)).to.match(
      /^guardian \(an account .*\) and DisputeManager \(the contract\)$/,
    );
  });
});

describe("requireDirect", () => {
  it("lets through the roles of accounts, and refuses what only a proposal does", () => {
    requireDirect(placed("OperatorStaking.pauseBonding", "5"));
    requireDirect(placed("AccessManager.setTargetClosed", ACCOUNT, "true"));
    for (const call of [
      placed("NetworkGovernor.setVotingDelay", "3600"),
      placed("NetworkTimelock.updateDelay", "3600"),
    ]) {
      expect(
        errorOf(() => {
          requireDirect(call);
        }).code,
      ).to.equal("NOT_DIRECT");
    }
  });
});
