import { expect } from "chai";
import { Interface, type InterfaceAbi } from "ethers";
import hre from "hardhat";

import { admin, delayOf, permissionless, permissions, type Role, roles } from "../../deploy/roles";
import { type Artifact, isDeployable, ownArtifacts } from "../../scripts/generate/artifacts";

const allRoles: Role[] = Object.values(roles);

/** Functions that the table knows of a contract: in the permissions, and open or guarded by themselves. */
function functionsInTable(contract: string): string[] {
  const privileged = permissions.filter((permission) => permission.contract === contract);
  const open = Object.entries(permissionless).find(([name]) => name === contract)?.[1] ?? {};
  return [...privileged.flatMap(({ functions }) => functions), ...Object.keys(open)];
}

function changingFunctions({ abi }: Pick<Artifact, "abi">): string[] {
  const changing: string[] = [];
  new Interface(abi as InterfaceAbi).forEachFunction((fragment) => {
    if (!fragment.constant) changing.push(fragment.format());
  });
  return changing;
}

describe("Role table", () => {
  let deployable: Artifact[];

  before(async () => {
    deployable = (await ownArtifacts(hre)).filter(isDeployable);
  });

  it("every function that changes state is privileged, or open to all with a reason", () => {
    for (const artifact of deployable) {
      const { contractName } = artifact;
      expect(functionsInTable(contractName).sort(), contractName).to.deep.equal(
        changingFunctions(artifact).sort(),
      );
    }
  });

  it("the walk finds every contract of the table, those without such functions too, and no mock", () => {
    const found = deployable.map(({ contractName }) => contractName);
    const named = [...permissions.map(({ contract }) => contract), ...Object.keys(permissionless)];
    expect(found).to.include.members(named);
    expect(found).to.include.members(["HalvingCurve", "P256Verifier"]);
    expect(found).to.not.include.members(["CurveMock", "IRewardToken"]);
  });

  it("a function that nobody has listed would be found", () => {
    const abi = ["function known() view", "function forgotten(uint256)", "function paid() payable"];
    expect(changingFunctions({ abi })).to.deep.equal(["forgotten(uint256)", "paid()"]);
    expect(functionsInTable("Unlisted")).to.deep.equal([]);
  });

  it("what is open to all has a reason", () => {
    const reasons = Object.values(permissionless).flatMap((functions) => Object.values(functions));
    expect(reasons.filter((reason) => reason.trim() === "")).to.deep.equal([]);
  });

  it("gives each function to one role, and no two roles the same number", () => {
    const powers = permissions.flatMap(({ contract, functions }) =>
      functions.map((name) => `${contract}.${name}`),
    );
    expect(new Set(powers).size).to.equal(powers.length);
    const ids = [admin.id, ...allRoles.map((role) => role.id)];
    expect(new Set(ids).size).to.equal(ids.length);
  });

  it("governance holds no role without a delay, and nobody else waits", () => {
    for (const [name, role] of Object.entries<Role>(roles)) {
      expect(role.delaySeconds !== undefined, name).to.equal(role.holders.includes("governance"));
      for (const holder of role.holders) {
        expect(delayOf(role, holder) > 0, `${name}, ${holder}`).to.equal(holder === "governance");
      }
    }
  });

  it("the admin, who can give any power away, waits longest", () => {
    const delays = allRoles.map(({ delaySeconds = 0 }) => delaySeconds);
    expect(admin.delaySeconds).to.be.at.least(Math.max(...delays));
  });
});
