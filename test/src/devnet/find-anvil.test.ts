import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { expect } from "chai";

import { ANVIL_VERSION, findAnvil } from "../../../src/devnet/anvil/find-anvil";
import { OpenDepinError } from "../../../src/errors";

describe("findAnvil", () => {
  let project: string;

  beforeEach(() => {
    project = mkdtempSync(join(tmpdir(), "opendepin-anvil-"));
  });

  afterEach(() => {
    rmSync(project, { recursive: true });
  });

  it("gives the exact command when anvil is not installed", () => {
    expect(refusal()).to.equal(
      `the devnet runs on anvil, which is not installed; npm install --save-dev @foundry-rs/anvil@${ANVIL_VERSION}`,
    );
  });

  it("says so when the platform's program is missing beside the launcher", () => {
    install("anvil");
    expect(refusal()).to.match(
      /^@foundry-rs\/anvil is installed without its program for .*--include=optional/,
    );
  });

  it("finds the platform's program through the launcher, in whichever folder has it", () => {
    install("anvil");
    const platform = `${process.platform}-${process.arch === "x64" ? "amd64" : process.arch}`;
    const program = process.platform === "win32" ? "anvil.exe" : "anvil";
    install(`anvil-${platform}`, `bin/${program}`);
    expect(findAnvil([join(project, "nowhere"), join(project, "deep/er"), project])).to.equal(
      join(project, `node_modules/@foundry-rs/anvil-${platform}/bin/${program}`),
    );
  });

  function install(name: string, file = "package.json"): void {
    const path = join(project, "node_modules/@foundry-rs", name, file);
    mkdirSync(join(path, ".."), { recursive: true });
    writeFileSync(path, "{}");
  }

  function refusal(): string {
    try {
      return `found ${findAnvil([project])}`;
    } catch (error) {
      expect(error).to.be.instanceOf(OpenDepinError).with.property("code", "ANVIL_MISSING");
      return (error as OpenDepinError).reason;
    }
  }
});
