import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { expect } from "chai";

import type { BakedManifest } from "../../../src/devnet/bake/bake";
import { readBake } from "../../../src/devnet/bake/bake-file";
import { keepState, prepareDump, readKeptState } from "../../../src/devnet/data/kept-state";

describe("the state of a devnet that is kept", () => {
  let directory: string;
  let manifest: BakedManifest;

  before(async () => {
    ({ manifest } = await readBake());
  });

  beforeEach(() => {
    directory = join(mkdtempSync(join(tmpdir(), "opendepin-kept-")), "state");
  });

  afterEach(() => {
    rmSync(join(directory, ".."), { recursive: true });
  });

  it("is none where there is no directory, or an empty one", async () => {
    expect(await readKeptState(directory)).to.equal(undefined);
    mkdirSync(directory);
    expect(await readKeptState(directory)).to.equal(undefined);
  });

  it("is what was kept", async () => {
    writeFileSync(await prepareDump(directory), "the chain");
    await keepState(directory, manifest);
    const kept = await readKeptState(directory);
    expect(kept?.manifest).to.deep.equal(manifest);
    expect(readFileSync(kept?.chain ?? "", "utf8")).to.equal("the chain");
  });

  it("stays as it was when the chain wrote nothing", async () => {
    writeFileSync(await prepareDump(directory), "first");
    await keepState(directory, manifest);
    await expectRefusal(keepState(directory, { ...manifest, chainId: 5 }), /^.*: anvil did not write/);
    expect((await readKeptState(directory))?.manifest.chainId).to.equal(manifest.chainId);
  });

  it("is refused where something else lies, which stays untouched", async () => {
    mkdirSync(directory);
    writeFileSync(join(directory, "thesis.txt"), "mine");
    await expectRefusal(
      readKeptState(directory),
      /holds no devnet that was ended properly; name a new directory/,
    );
    expect(existsSync(join(directory, "thesis.txt"))).to.equal(true);
  });

  it("is refused when another version wrote it", async () => {
    writeFileSync(await prepareDump(directory), "");
    await keepState(directory, { ...manifest, version: 1 as unknown as BakedManifest["version"] });
    await expectRefusal(readKeptState(directory), /of another version of opendepin/);
  });
});

async function expectRefusal(promise: Promise<unknown>, message: RegExp): Promise<void> {
  const error = await promise.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  expect(error).to.be.instanceOf(Error).with.property("message").that.matches(message);
}
