import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";

import { expect } from "chai";

import { bundle } from "./helpers/bundle";
import { compile } from "./helpers/compile";
import { expectedFacts } from "./helpers/expected-facts";
import { createProject, type Project } from "./helpers/project";
import { run } from "./helpers/run";

describe("consumers of the package", () => {
  context("given a project with ethers", () => {
    let project: Project;

    before("set it up", async () => {
      project = await createProject("with-ethers", ["ethers", "@types/node"]);
      project.add("facts.cjs", "esm.mjs", "cjs.cjs", "one-abi.mjs", "one-function.mjs");
    });

    it("finds every entry point from an ES module", async () => {
      await expectFacts("esm.mjs");
    });

    it("finds every entry point from CommonJS", async () => {
      await expectFacts("cjs.cjs");
    });

    context("when it is written in TypeScript, strict, with the libraries' types checked", () => {
      before("compile it as an ES module and as CommonJS", async () => {
        project.add("nodenext.mts", "tsconfig.json");
        writeFileSync(join(project.directory, "nodenext.cts"), asCommonJs("nodenext.mts"));
        await compile(project);
      });

      it("finds every entry point from an ES module", async () => {
        await expectFacts("out/nodenext.mjs");
      });

      it("finds every entry point from CommonJS", async () => {
        await expectFacts("out/nodenext.cjs");
      });
    });

    context("when it is bundled for browsers", () => {
      it("finds every entry point", async () => {
        await expectFacts((await bundle(project, "esm.mjs")).file);
      });

      it("takes of the ABIs no more than the one that it imports", async () => {
        const { file, bytes } = await bundle(project, "one-abi.mjs");
        const printed = await project.node(file);
        expect(bytes).to.be.at.most(printed.length + 200);
      });

      it("takes of the library no more than the function that it imports needs", async () => {
        const { file, bytes } = await bundle(project, "one-function.mjs");
        expect(await project.node(file)).to.match(/^0x[0-9a-f]{64}\n$/);
        expect(bytes).to.be.at.most(12_000);
      });
    });

    /** The same source for the other format: what is JSON needs no telling there. */
    function asCommonJs(file: string): string {
      return readFileSync(join(project.directory, file), "utf8").replace(' with { type: "json" }', "");
    }

    async function expectFacts(script: string): Promise<void> {
      expect(JSON.parse(await project.node(script))).to.deep.equal(expectedFacts());
    }
  });

  context("given a project without ethers", () => {
    let project: Project;

    before("set it up", async () => {
      project = await createProject("without-ethers");
    });

    for (const script of ["without-ethers.mjs", "without-ethers.cjs"]) {
      it(`imports all but the ethers bindings: ${script}`, async () => {
        project.add(script);
        expect(await project.node(script)).to.equal("function object object function function function\n");
      });
    }

    it("misses ethers where it is needed, so nothing is found outside the project", async () => {
      const imported = await run(
        process.execPath,
        ["--eval", 'require("opendepin/typechain")'],
        project.directory,
      );
      expect(imported.exitCode).to.equal(1);
      expect(imported.stderr).to.contain("Cannot find module 'ethers'");
    });
  });
});
