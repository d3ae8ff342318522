import { cpSync, readFileSync } from "node:fs";
import { join } from "node:path";

import { StandardMerkleTree } from "@openzeppelin/merkle-tree";
import { expect } from "chai";

import { version } from "../../package.json";
import { createProject, type Project } from "./helpers/project";
import { repository } from "./helpers/scratch";

describe("the installed command, without ethers", () => {
  let project: Project;

  before("set up a project with the example", async () => {
    project = await createProject("command");
    cpSync(join(repository, "test/fixtures/contributions.csv"), join(project.directory, "contributions.csv"));
  });

  it("tells its version", async () => {
    expect(await project.opendepin("--version")).to.include({ exitCode: 0, stdout: `${version}\n` });
  });

  it("tells what it can do", async () => {
    const { exitCode, stdout } = await project.opendepin("--help");
    expect(exitCode).to.equal(0);
    expect(stdout)
      .to.match(/^Usage: opendepin/)
      .and.match(/^ {2}epoch /m)
      .and.match(/^ {2}claim /m);
  });

  it("builds, verifies and proves the example epoch", async () => {
    const inputs = ["--contributions", "contributions.csv", "--budget", "1000000000000000000000"];
    const built = await project.opendepin("epoch", "build", ...inputs, "--epoch", "1", "--out", "epoch-1");
    expect(built).to.include({ exitCode: 0, stderr: "" });
    expect(built.stdout).to.match(/^counts +12 devices, 5 payees, 5 accounts$/m);

    const verified = await project.opendepin("epoch", "verify", "epoch-1");
    expect(verified.exitCode).to.equal(0);
    expect(verified.stdout).to.match(/^result +the epoch follows from its inputs$/m);

    const rows = readClaims(join(project.directory, "epoch-1"));
    const tree = StandardMerkleTree.of(rows, ["address", "uint256", "bytes32"]);
    expect(built.stdout).to.contain(tree.root);
    for (const [index, [account = ""]] of rows.entries()) {
      const proven = await project.opendepin("epoch", "proof", "epoch-1", "--account", account, "--json");
      expect(JSON.parse(proven.stdout)).to.deep.include({ root: tree.root, proof: tree.getProof(index) });
    }
  });

  it("brings its own ethers: it tries the chain that it is pointed to", async () => {
    const { exitCode, stderr } = await project.opendepin(
      ...["claim", "epoch-1", "--all", "--rpc", "http://127.0.0.1:1"],
    );
    expect(exitCode).to.equal(3);
    expect(stderr).to.match(/^error: .*127\.0\.0\.1:1/);
  });

  it("refuses bad input with exit code 2 and one line", async () => {
    const { exitCode, stdout, stderr } = await project.opendepin("epoch", "build", "--epoch", "1");
    expect({ exitCode, stdout }).to.deep.equal({ exitCode: 2, stdout: "" });
    expect(stderr).to.match(/^error: [^\n]+\n$/);
  });
});

function readClaims(epochDirectory: string): string[][] {
  const [, ...rows] = readFileSync(join(epochDirectory, "claims.csv"), "utf8").trimEnd().split("\n");
  return rows.map((row) => row.split(","));
}
