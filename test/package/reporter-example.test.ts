import { spawn } from "node:child_process";
import { once } from "node:events";
import { cpSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";

import { expect } from "chai";

import { compile } from "./helpers/compile";
import { type Devnet, startDevnet } from "./helpers/devnet";
import { createExample, type Project } from "./helpers/project";
import { type Outcome, plainEnvironment, run } from "./helpers/run";
import { repository } from "./helpers/scratch";

const MEASURED = readFileSync(join(repository, "examples/epoch/contributions.csv"), "utf8");

describe("the example of a reporter, on the devnet", () => {
  let devnet: Devnet;
  let project: Project;

  before("start a devnet, and give three members what each has by itself", async () => {
    project = await createExample("reporter");
    await compile(project);
    devnet = await startDevnet("reporter-devnet");
    for (const member of ["reporter1", "reporter2", "reporter3"]) {
      for (const epoch of ["epoch-0", "epoch-1"]) {
        const copy = join(project.directory, member, "epochs", epoch);
        cpSync(join(devnet.directory, ".devnet", epoch), copy, { recursive: true });
      }
      measure(member, MEASURED);
    }
  });

  after("end the devnet", async () => {
    await devnet.stop();
  });

  it("waits while a report is in its challenge window", async () => {
    expect(await report("reporter1")).to.deep.equal({
      exitCode: 0,
      stdout: "waiting for the challenge window of epoch 1\n",
      stderr: "",
    });
  });

  it("finalises it and builds the next epoch, and goes on after it was killed in between", async () => {
    await devnet.warp("3h");
    expect(await killedAfter("reporter1", "epoch 2: built")).to.match(/^epoch 1: final\nepoch 2: built\n/);

    const { exitCode, stdout, stderr } = await report("reporter1");
    expect(exitCode, stderr).to.equal(0);
    expect(stdout).to.match(/epoch 2: signed\nepoch 2: waiting for more signatures/);
    expect(stdout).not.to.match(/final|built/);
  });

  it("builds and signs by itself as another member", async () => {
    const { exitCode, stdout, stderr } = await report("reporter2");
    expect(exitCode, stderr).to.equal(0);
    expect(stdout).to.match(/^epoch 2: built\nepoch 2: signed\nepoch 2: waiting for more signatures/);
    expect(signatures()).to.have.length(2);
  });

  it("signs nothing that disagrees with its own build, and says so", async () => {
    measure("reporter3", MEASURED.replace(/,\d+\n/, ",1\n"));
    const { exitCode, stderr } = await report("reporter3");
    expect(exitCode).to.equal(1);
    expect(stderr).to.match(/^epoch 2: sign failed: .+\n$/);
    expect(signatures()).to.have.length(2);
  });

  it("proposes with the signature that makes the quorum", async () => {
    measure("reporter3", MEASURED);
    rmSync(join(project.directory, "reporter3/epochs/epoch-2"), { recursive: true });
    const { exitCode, stdout, stderr } = await report("reporter3");
    expect(exitCode, stderr).to.equal(0);
    expect(stdout).to.match(/epoch 2: proposed\nwaiting for the challenge window of epoch 2\n$/);
  });

  it("finalises it when the window has passed, and goes on with the next epoch", async () => {
    await devnet.warp("2h");
    const { exitCode, stdout, stderr } = await report("reporter2");
    expect(exitCode, stderr).to.equal(0);
    expect(stdout).to.equal("epoch 2: final\nwaiting for the contributions of epoch 3\n");
  });

  function report(member: string): Promise<Outcome> {
    return run(process.execPath, commandOf(member), project.directory, keyOf(member));
  }

  /** What a member prints until it is killed, which is as soon as it has printed a line. */
  async function killedAfter(member: string, line: string): Promise<string> {
    const child = spawn(process.execPath, commandOf(member), {
      cwd: project.directory,
      env: { ...plainEnvironment(), ...keyOf(member) },
      stdio: ["ignore", "pipe", "inherit"],
    });
    let output = "";
    child.stdout.on("data", (chunk: Buffer) => {
      output += chunk.toString();
      if (output.includes(line)) child.kill("SIGKILL");
    });
    await once(child, "close");
    return output;
  }

  function commandOf(member: string): string[] {
    const { rpc, programs, contracts } = devnet.manifest;
    const [program] = programs;
    return [
      ...["dist/main.js", "--once", "--rpc", rpc, "--distributor", program?.distributor ?? ""],
      ...["--registry", contracts.deviceRegistry, "--staking", contracts.operatorStaking],
      ...["--budget", "1000000000000000000000", "--shared", "shared"],
      ...["--contributions", `${member}/contributions`, "--epochs", `${member}/epochs`],
    ];
  }

  function keyOf(member: string): NodeJS.ProcessEnv {
    return { OPENDEPIN_PRIVATE_KEY: devnet.account(member).privateKey };
  }

  function measure(member: string, contributions: string): void {
    const folder = join(project.directory, member, "contributions");
    mkdirSync(folder, { recursive: true });
    writeFileSync(join(folder, "epoch-2.csv"), contributions);
  }

  function signatures(): string[] {
    const files = readdirSync(join(project.directory, "shared"), { recursive: true, encoding: "utf8" });
    return files.filter((file) => /signatures[\\/].+\.json$/.test(file));
  }
});
