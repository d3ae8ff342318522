import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, mkdirSync, readdirSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";

import { expect } from "chai";

import { writeDirectoryAtomically } from "../../../src/files/atomic-directory";
import { Workspace } from "../cli/support";

const MODULE = resolve(__dirname, "../../../src/files/atomic-directory.ts");

describe("writeDirectoryAtomically", () => {
  const work = new Workspace();

  const fill = (directory: string): Promise<string> => {
    writeFileSync(join(directory, "file"), "content");
    return Promise.resolve("result");
  };

  it("makes the directory and its parents, and returns what filling gave", async () => {
    expect(await writeDirectoryAtomically(work.path("a/b/out"), fill)).to.equal("result");
    expect(readdirSync(work.path("a/b"))).to.deep.equal(["out"]);
    expect(work.read("a/b/out/file")).to.equal("content");
  });

  it("has nothing at its place until it is complete", async () => {
    await writeDirectoryAtomically(work.path("out"), (directory) => {
      expect(existsSync(work.path("out"))).to.equal(false);
      return fill(directory);
    });
    expect(readdirSync(work.directory)).to.deep.equal(["out"]);
  });

  it("leaves nothing behind when filling fails, not even parents", async () => {
    const failing = writeDirectoryAtomically(work.path("a/b/out"), async (directory) => {
      await fill(directory);
      throw new Error("disk on fire");
    });
    expect(await failing.catch((error: unknown) => error)).to.have.property("message", "disk on fire");
    expect(readdirSync(work.directory)).to.deep.equal([]);
  });

  it("keeps a parent in which somebody else wrote meanwhile", async () => {
    const failing = writeDirectoryAtomically(work.path("a/out"), () => {
      work.write("a/theirs", "");
      return Promise.reject(new Error("no"));
    });
    await failing.catch(() => undefined);
    expect(readdirSync(work.path("a"))).to.deep.equal(["theirs"]);
  });

  for (const [name, prepare] of [
    ["a directory that is not empty", () => mkdirSync(work.path("out/inner"), { recursive: true })],
    ["a file", () => work.write("out", "")],
  ] as const) {
    it(`refuses ${name}, before anything is written`, async () => {
      prepare();
      const refused: unknown = await writeDirectoryAtomically(work.path("out"), fill).catch(
        (error: unknown) => error,
      );
      expect(refused).to.have.property("code", "OUT_NOT_EMPTY");
      expect(readdirSync(work.directory)).to.deep.equal(["out"]);
    });
  }

  for (const [signal, left] of [
    ["SIGTERM", 0],
    ["SIGKILL", 1],
  ] as const) {
    it(`has no directory at its place after ${signal}`, async () => {
      const script =
        `const { writeDirectoryAtomically } = require(${JSON.stringify(MODULE)});` +
        `setInterval(() => {}, 1000);` +
        `writeDirectoryAtomically(process.argv[1], () => new Promise(() => process.stdout.write("filling")));`;
      const child = spawn(process.execPath, ["--require", "tsx/cjs", "-e", script, work.path("out")], {
        cwd: resolve(__dirname, "../../.."),
      });
      await once(child.stdout, "data");
      child.kill(signal);
      const [, killedBy] = (await once(child, "exit")) as [unknown, unknown];
      expect(killedBy).to.equal(signal);
      expect(existsSync(work.path("out"))).to.equal(false);
      expect(readdirSync(work.directory)).to.have.lengthOf(left);
    });
  }
});
