import { join } from "node:path";

import { expect } from "chai";

import { codeBlocks, textOf } from "../docs/markdown";
import { type Devnet, DEVNET_PACKAGE, runDevnet } from "./helpers/devnet";
import { createProject, type Project } from "./helpers/project";
import { run } from "./helpers/run";

/** Guides that can be followed from the first line to the last, in this order: the first leaves what the next needs. */
const GUIDES = ["docs/MAKING.md", "docs/OPERATING.md"];

const RPC = "http://127.0.0.1:8545";

describe("the guides, followed on the devnet with the installed command", () => {
  let devnet: Devnet;
  let project: Project;

  before("start a devnet and install the package", async () => {
    project = await createProject("guides", [DEVNET_PACKAGE]);
    devnet = await runDevnet(project);
  });

  after("end the devnet", async () => {
    await devnet.stop();
  });

  for (const guide of GUIDES) {
    it(`${guide}: every command does what it says`, async () => {
      const blocks = codeBlocks(textOf(guide)).filter(({ language, isRun }) => language === "sh" && isRun);
      expect(blocks).to.have.length.above(5);
      const script = ["set -euo pipefail", ...blocks.map(({ source }) => source)].join("\n");

      const { exitCode, stdout, stderr } = await run(
        "bash",
        ["-c", script.replaceAll(RPC, devnet.manifest.rpc)],
        devnet.directory,
        { PATH: `${join(project.directory, "node_modules/.bin")}:${process.env["PATH"] ?? ""}` },
      );

      expect(exitCode, `${stdout}\n${stderr}`).to.equal(0);
    });
  }
});
