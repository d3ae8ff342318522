import { readFileSync } from "node:fs";
import { join } from "node:path";

import { expect } from "chai";

import { createProject } from "./helpers/project";
import { run } from "./helpers/run";

const COMPILER = require.resolve("solc/solc.js");

describe("a contract that builds on the package's interfaces", () => {
  it("compiles, with nothing installed but the package and OpenZeppelin's", async () => {
    const project = await createProject("with-contracts", ["@openzeppelin/contracts"]);
    project.add("BonusVault.sol");

    const paths = ["--base-path", ".", "--include-path", "node_modules", "--output-dir", "out"];
    const compiled = await run(
      process.execPath,
      [COMPILER, "--bin", ...paths, "BonusVault.sol"],
      project.directory,
    );

    expect(compiled).to.deep.equal({ exitCode: 0, stdout: "", stderr: "" });
    const code = readFileSync(join(project.directory, "out/BonusVault_sol_BonusVault.bin"), "utf8");
    expect(code).to.match(/^[0-9a-f]{100,}$/);
  });
});
