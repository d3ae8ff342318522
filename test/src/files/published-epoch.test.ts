import { mkdirSync, symlinkSync, writeFileSync } from "node:fs";
import { pathToFileURL } from "node:url";

import { expect } from "chai";

import { findPublishedEpoch } from "../../../src/files/published-epoch";
import { rejection } from "../chain/support";
import { Workspace } from "../cli/support";

describe("findPublishedEpoch", () => {
  const work = new Workspace();

  function directory(...parts: string[]): string {
    mkdirSync(work.path(...parts), { recursive: true });
    return work.path(...parts);
  }

  it("takes the directory that the report names, before the usual one", async () => {
    directory("data", "epoch-7");
    const corrected = directory("data", "corrected", "epoch-7");
    expect(await findPublishedEpoch(work.path("data"), 7, "corrected/epoch-7")).to.equal(corrected);
    const elsewhere = directory("elsewhere");
    expect(await findPublishedEpoch(work.path("data"), 7, pathToFileURL(elsewhere).href)).to.equal(elsewhere);
  });

  for (const uri of [
    "",
    "ipfs://bafy",
    "https://data.example/epoch-7",
    "not-there",
    "file://host/share",
    "\0",
  ]) {
    it(`takes the usual one for ${JSON.stringify(uri)}`, async () => {
      const usual = directory("data", "epoch-7");
      expect(await findPublishedEpoch(work.path("data"), 7, uri)).to.equal(usual);
    });
  }

  for (const uri of ["../outside", "/outside", "a/../../outside", "..", ".", "link"]) {
    it(`does not leave the directory for ${JSON.stringify(uri)}`, async () => {
      directory("data");
      symlinkSync(directory("outside"), work.path("data", "link"));
      expect(await rejection(findPublishedEpoch(work.path("data"), 7, uri))).to.include({
        code: "DATA_MISSING",
      });
    });
  }

  it("says where what is elsewhere must be mirrored to, and in one line", async () => {
    const missing = await rejection(findPublishedEpoch(work.path("data"), 7, "ipfs://bafy\nrm -rf"));
    expect(missing.message).to.equal(
      `there is no directory ${work.path("data", "epoch-7")}: mirror "ipfs://bafy\\nrm -rf" there first`,
    );
  });

  it("does not take a file for a directory", async () => {
    directory("data");
    writeFileSync(work.path("data", "epoch-7"), "");
    expect(await rejection(findPublishedEpoch(work.path("data"), 7, ""))).to.include({
      code: "DATA_MISSING",
    });
  });
});
