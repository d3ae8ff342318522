import { join } from "node:path";
import { mkdtempSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";

import Ajv2020 from "ajv/dist/2020";
import { expect } from "chai";
import { Transaction } from "ethers";

import type { Bake } from "../../../src/devnet/bake/bake";
import { packBake, readBake } from "../../../src/devnet/bake/bake-file";
import { writeData } from "../../../src/devnet/data/write-data";
import { devnetManifestSchema } from "../../../src/devnet/manifest-schema";
import { placeManifest, unplaceManifest } from "../../../src/devnet/place-manifest";

/** Signed the one transaction that deploys CreateX on every chain. Source: https://createx.rocks. */
const CREATE_X_DEPLOYER = "0xeD456e05CaAb11d66C4c797dD6c1D6f9A7F352b5";

const PLACE = { rpc: "http://127.0.0.1:1", http: "http://127.0.0.1:2", data: ".devnet" };

describe("the recorded devnet", () => {
  let bake: Bake;

  before(async () => {
    bake = await readBake();
  });

  it("says of itself what the manifest's schema asks for, wherever it is served", () => {
    const validate = new Ajv2020().compile(devnetManifestSchema);
    const manifest = placeManifest(bake.manifest, PLACE);
    expect(validate(manifest), JSON.stringify(validate.errors)).to.equal(true);
    expect(unplaceManifest(manifest)).to.deep.equal(bake.manifest);
    expect(unplaceManifest(placeManifest(bake.manifest, { ...PLACE, data: "../kept" }))).to.deep.equal(
      bake.manifest,
    );
  });

  it("has every file that its manifest names", () => {
    const { programs, disputes, devices } = bake.manifest;
    const directories = [...programs.flatMap(({ epochs }) => epochs), ...disputes].map(
      ({ directory }) => directory,
    );
    const named = [
      ...directories.map((each) => `${each}/report.json`),
      ...devices.map(({ keyFile }) => keyFile),
    ];
    expect(named).to.have.length.above(40);
    expect(Object.keys(bake.files)).to.include.members(named);
  });

  it("moves the clock forward only, and holds signed transactions of its accounts alone", () => {
    const times = bake.blocks.map(({ timestamp }) => timestamp);
    expect(times).to.deep.equal([...new Set(times)].sort((a, b) => a - b));
    expect(times[0]).to.be.above(bake.genesis);
    const senders = bake.blocks.flatMap(({ transaction }) =>
      transaction === null ? [] : [Transaction.from(transaction).from],
    );
    const accounts = Object.values(bake.manifest.accounts).map(({ address }) => address);
    expect([...accounts, CREATE_X_DEPLOYER]).to.include.members([...new Set(senders)]);
  });

  it("is the same when it is packed and read again", async () => {
    const folder = mkdtempSync(join(tmpdir(), "opendepin-bake-"));
    const file = join(folder, "again.bake");
    writeFileSync(file, await packBake(bake));
    expect(await readBake(file)).to.deep.equal(bake);
    rmSync(folder, { recursive: true });
  });

  it("leaves keys readable by their owner alone, and nothing of what was there before", async () => {
    const folder = mkdtempSync(join(tmpdir(), "opendepin-data-"));
    writeFileSync(join(folder, "old"), "");
    await writeData({ files: { "devices/one.pem": "key", "epoch-0/report.json": "{}" } }, folder);
    expect(statSync(join(folder, "devices/one.pem")).mode & 0o777).to.equal(0o600);
    expect(() => statSync(join(folder, "old"))).to.throw("ENOENT");
    rmSync(folder, { recursive: true });
  });
});
