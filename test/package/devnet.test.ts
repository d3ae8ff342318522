import { existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";

import Ajv2020 from "ajv/dist/2020";
import { expect } from "chai";

import { type DevnetManifest, devnetManifestSchema } from "../../src";
import { compile } from "./helpers/compile";
import { type Devnet, DEVNET_PACKAGE, runDevnet } from "./helpers/devnet";
import { createProject, type Project } from "./helpers/project";

describe("an app with viem, on the devnet", () => {
  let project: Project;
  let devnet: Devnet | undefined;
  let directory: string;
  let manifestFile: string;

  before("start a devnet and compile the app", async () => {
    project = await createProject("with-viem", ["viem", "@types/node", DEVNET_PACKAGE]);
    project.add("claimable.mts", "tsconfig.json");
    // the types of viem's own dependencies speak of the browser
    await compile(project, "--lib", "es2023,dom");
    devnet = await runDevnet(project);
    console.log(`    devnet of the installed package: ready in ${devnet.seconds.toFixed(2)} s`);
    directory = project.directory;
    manifestFile = join(directory, "devnet.json");
  });

  after("end the devnet", async () => {
    await devnet?.stop();
  });

  it("finds the devnet as the manifest's schema describes it", () => {
    const validate = new Ajv2020().compile(devnetManifestSchema);
    expect(validate(readManifest()), JSON.stringify(validate.errors)).to.be.true;
    expect(validate({ ...readManifest(), version: 1 })).to.be.false;
  });

  it("reads what every account may claim, with the constant ABI and the command's proofs", async () => {
    const epoch = epochDirectory("claimable");
    const [, ...rows] = readFileSync(join(epoch, "claims.csv"), "utf8").trimEnd().split("\n");
    const owed = rows.map((row) => row.split(",").slice(0, 2).join(","));
    const proofFiles: string[] = [];
    for (const [index, row] of rows.entries()) {
      const account = row.slice(0, row.indexOf(","));
      const { stdout } = await project.opendepin("epoch", "proof", epoch, "--account", account, "--json");
      const file = join(project.directory, `proof-${index.toString()}.json`);
      writeFileSync(file, stdout);
      proofFiles.push(file);
    }

    const printed = await project.node("out/claimable.mjs", manifestFile, ...proofFiles);

    expect(owed).to.have.length.above(1);
    expect(printed.trimEnd().split("\n")).to.deep.equal(owed);
  });

  it("verifies the epochs against the chain with the installed command", async () => {
    for (const status of ["claimable", "pending"] as const) {
      const { rpc, programs, contracts } = readManifest();
      const distributor = programs[0]?.distributor ?? "none";
      const chain = ["--rpc", rpc, "--distributor", distributor, "--registry", contracts.deviceRegistry];
      const bonds = ["--staking", contracts.operatorStaking];
      const verified = await project.opendepin("epoch", "verify", epochDirectory(status), ...chain, ...bonds);
      expect(verified.exitCode, verified.stderr).to.equal(0);
    }
  });

  it("finds it gone after Ctrl-C", async () => {
    expect(await devnet?.stop()).to.equal(0);
    expect(existsSync(manifestFile)).to.be.false;
    expect(readdirSync(directory).filter((name) => name.includes("devnet"))).to.deep.equal([]);
  });

  function readManifest(): DevnetManifest {
    return JSON.parse(readFileSync(manifestFile, "utf8")) as DevnetManifest;
  }

  function epochDirectory(wanted: string): string {
    const epoch = readManifest().programs[0]?.epochs.find(({ status }) => status === wanted);
    if (epoch === undefined) throw new Error(`the devnet has no ${wanted} epoch`);
    return join(directory, epoch.directory);
  }
});

describe("a test suite with the package's devnet", () => {
  for (const script of ["suite.mjs", "suite.cjs"]) {
    it(`runs several at once, without ethers but for reporting: ${script}`, async () => {
      const project = await createProject(script, [DEVNET_PACKAGE]);
      project.add(script);
      expect(JSON.parse(await project.node(script))).to.deep.equal({
        isOneError: true,
        differentPorts: true,
        moved: true,
        restored: true,
        given: "1500000000000000000",
        withoutEthers: "ETHERS_MISSING",
        gone: true,
      });
    });
  }

  it("carries an epoch on, with ethers", async () => {
    const project = await createProject("suite-with-ethers", [DEVNET_PACKAGE, "ethers"]);
    project.add("next-epoch.mjs");
    expect(JSON.parse(await project.node("next-epoch.mjs"))).to.deep.equal({ epoch: 2, status: "claimable" });
  });

  it("is told how to install anvil where it is missing", async () => {
    const project = await createProject("without-anvil");
    const refused = await project.opendepin("devnet");
    expect(refused).to.deep.equal({
      exitCode: 2,
      stdout: "",
      stderr:
        "error: the devnet runs on anvil, which is not installed; npm install --save-dev @foundry-rs/anvil@1.7.1\n",
    });
    expect(readdirSync(project.directory).filter((name) => name.includes("devnet"))).to.deep.equal([]);
  });
});
