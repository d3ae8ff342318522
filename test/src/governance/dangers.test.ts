import { expect } from "chai";

import { roles } from "../../../deploy/roles";
import type { DangerFacts } from "../../../src/governance/danger";
import { dangersOf, requireHarmless } from "../../../src/governance/dangers";
import type { Place } from "../../../src/governance/place";
import type { Address } from "../../../src/hex";
import { addressOf, errorOf, placed } from "./support";

const PERSON = "0x00000000000000000000000000000000000000aa";
const OTHER_CONTRACT = "0x00000000000000000000000000000000000000bb";
const [GOVERNOR, TIMELOCK, MANAGER, STAKING] = [
  addressOf("NetworkGovernor"),
  addressOf("NetworkTimelock"),
  addressOf("AccessManager"),
  addressOf("OperatorStaking"),
];
const YEAR = (366 * 86_400).toString();

const facts: DangerFacts = {
  governor: GOVERNOR,
  timelock: TIMELOCK,
  authority: MANAGER,
  book: new Map<Address, Place>([
    [GOVERNOR, { contract: "NetworkGovernor" }],
    [TIMELOCK, { contract: "NetworkTimelock" }],
    [MANAGER, { contract: "AccessManager" }],
    [STAKING, { contract: "OperatorStaking" }],
  ]),
  contracts: new Set<Address>([GOVERNOR, TIMELOCK, MANAGER, STAKING, OTHER_CONTRACT]),
  governorRoles: [roles.emissions.id, roles.program.id],
};

type Written = [string, ...string[]];

const LOCKS: [name: string, call: Written, says: string][] = [
  ["the admin role for a key", ["AccessManager.grantRole", "admin", PERSON, "0"], "is no contract"],
  ["a delay for the timelock", ["AccessManager.grantRole", "admin", TIMELOCK, "1"], "could do nothing"],
  ["the end of the timelock by itself", ["AccessManager.revokeRole", "admin", TIMELOCK], "a successor"],
  ["a role that takes a year", ["AccessManager.grantRole", "emissions", GOVERNOR, YEAR], "366 days"],
  [
    "the right to mint for a key",
    ["AccessManager.grantRole", "minter", PERSON, "0"],
    "is for EmissionController",
  ],
  ["an admin delay of a year", ["AccessManager.setTargetAdminDelay", STAKING, YEAR], "366 days"],
  ["grants that take a year", ["AccessManager.setGrantDelay", "emissions", YEAR], "366 days"],
  [
    "closing the AccessManager",
    ["AccessManager.setTargetClosed", MANAGER, "true"],
    "what opens contracts again",
  ],
  ["closing the governor", ["AccessManager.setTargetClosed", GOVERNOR, "true"], "what opens contracts again"],
  [
    "functions for everybody",
    ["AccessManager.setTargetFunctionRole", STAKING, '["pauseBonding(uint40)"]', (2n ** 64n - 1n).toString()],
    "is everybody",
  ],
  [
    "functions that are not there",
    ["AccessManager.setTargetFunctionRole", STAKING, '["0x01020304"]', "11"],
    "OperatorStaking has no function 0x01020304",
  ],
  ["a role table that is none", ["AccessManager.updateAuthority", STAKING, PERSON], "no contract at"],
  [
    "calls past the AccessManager",
    ["NetworkGovernor.setAccessManagerIgnored", STAKING, '["0x01020304"]', "true"],
    "would be refused",
  ],
  ["a relayed call", ["NetworkGovernor.relay", STAKING, "0", "0x01020304"], "name that one"],
];

const NOTICES: [name: string, call: Written, says: string][] = [
  ["another admin", ["AccessManager.grantRole", "admin", OTHER_CONTRACT, "0"], "any power to anybody"],
  ["an unknown role", ["AccessManager.grantRole", "77", PERSON, "0"], "not in the role table"],
  ["less notice", ["AccessManager.grantRole", "emissions", GOVERNOR, "60"], "less notice"],
  ["a role less for the governor", ["AccessManager.revokeRole", "emissions", GOVERNOR], "could not make"],
  [
    "a role that the governor gives up",
    ["AccessManager.renounceRole", "program", GOVERNOR],
    "could not make",
  ],
  ["an admin delay", ["AccessManager.setTargetAdminDelay", STAKING, "3600"], "a second time"],
  ["a closed contract", ["AccessManager.setTargetClosed", STAKING, "true"], "until it is opened"],
  [
    "functions of a stranger",
    ["AccessManager.setTargetFunctionRole", PERSON, "[]", "2"],
    "no contract of this network",
  ],
  ["a role's own admin", ["AccessManager.setRoleAdmin", "emissions", "4"], "without the timelock"],
  ["a role's guardian", ["AccessManager.setRoleGuardian", "emissions", "4"], "could cancel"],
  [
    "another role table",
    ["AccessManager.updateAuthority", STAKING, OTHER_CONTRACT],
    "would leave this role table",
  ],
  ["no guardian", ["NetworkGovernor.setProposalGuardian", `0x${"00".repeat(20)}`], "nobody could cancel"],
  [
    "a part in the timelock",
    ["NetworkTimelock.grantRole", `0x${"01".repeat(32)}`, PERSON],
    "would take part",
  ],
];

const HARMLESS: Written[] = [
  ["EmissionController.setWeights", "[1]"],
  ["AccessManager.grantRole", "emissions", GOVERNOR, (3 * 86_400).toString()],
  ["AccessManager.grantRole", "guardian", PERSON, "0"],
  ["AccessManager.revokeRole", "guardian", PERSON],
  ["AccessManager.setTargetClosed", MANAGER, "false"],
  ["AccessManager.setTargetAdminDelay", STAKING, "0"],
  ["AccessManager.setTargetFunctionRole", STAKING, '["pauseBonding(uint40)"]', "11"],
  ["AccessManager.labelRole", "emissions", "emissions"],
  ["NetworkGovernor.setProposalGuardian", PERSON],
  ["NetworkGovernor.relay", PERSON, "1", "0x"],
  ["NetworkTimelock.updateDelay", "3600"],
];

describe("dangersOf", () => {
  for (const [name, call, says] of LOCKS) {
    it(`refuses ${name}`, () => {
      const { code, reason } = errorOf(() => requireHarmless([placed(...call)], facts));
      expect(code).to.equal("LOCKS_NETWORK");
      expect(reason).to.contain(call[0]).and.to.contain(says);
    });
  }

  for (const [name, call, says] of NOTICES) {
    it(`notices ${name}`, () => {
      const [danger, ...more] = requireHarmless([placed(...call)], facts);
      expect(more).to.deep.equal([]);
      expect(danger).to.include({ kind: "notice", call: call[0] });
      expect(danger?.reason).to.contain(says);
    });
  }

  for (const call of HARMLESS) {
    it(`has nothing against ${call.join(" ")}`, () => {
      expect(dangersOf([placed(...call)], facts)).to.deep.equal([]);
    });
  }

  it("refuses to take the governor's last role", () => {
    const last = { ...facts, governorRoles: [roles.emissions.id] };
    const { reason } = errorOf(() =>
      requireHarmless([placed("AccessManager.revokeRole", "emissions", GOVERNOR)], last),
    );
    expect(reason).to.contain("the last role");
  });
});
