import { readdirSync } from "node:fs";

import { expect } from "chai";

import { WatchStore } from "../../../src/files/watch-store";
import { renderWatchState, watchStateFromJson } from "../../../src/watch/watch-state-json";
import type { WatchState } from "../../../src/watch/watch-state";
import { rejection } from "../chain/support";
import { Workspace } from "../cli/support";
import { finalized, proposed, stateOf, word } from "./support";

const FINDING = {
  file: "claims.csv",
  line: 3,
  subject: "account 0x1",
  figure: "cumulative",
  expected: "1",
  found: "2",
};

const FULL: WatchState = stateOf({
  from: 2,
  blocks: [{ number: 7, hash: word(7) }],
  events: [finalized(0, 3), proposed(2, 5, { total: 2n ** 127n, dataURI: 'a "quoted"\nline' })],
  records: [
    {
      nonce: 2,
      root: word(2),
      blockHash: word(5),
      verdict: { kind: "disagrees", finding: FINDING },
      evidence: { file: "evidence-1.json", keccak256: word(9) },
      challenge: { transaction: word(8), raw: "0x02f8" },
      settled: false,
      shown: "DISAGREES",
    },
    ...(
      [
        { kind: "agrees" },
        { kind: "unseen" },
        { kind: "unverifiable", cause: "own", reason: "gone" },
      ] as const
    ).map((verdict, index) => ({
      nonce: 3 + index,
      root: word(3),
      blockHash: word(6),
      verdict,
      evidence: undefined,
      challenge: undefined,
      settled: true,
      shown: "",
    })),
  ],
});

describe("a watcher's state file", () => {
  const work = new Workspace();

  it("has everything, and reads it again", async () => {
    const store = new WatchStore(work.path("state.json"));
    expect(await store.load()).to.equal(undefined);
    await store.save(FULL);
    expect(await store.load()).to.deep.equal(FULL);
    await store.save(stateOf());
    expect(await store.load()).to.deep.equal(stateOf());
    expect(readdirSync(work.directory), "nothing but the file is left").to.deep.equal(["state.json"]);
  });

  it("stays as it was when it cannot be written", async () => {
    const store = new WatchStore(work.path("missing", "state.json"));
    expect(await rejection(store.save(FULL))).to.include({ code: "FILE_UNWRITABLE" });
    expect(readdirSync(work.directory)).to.deep.equal([]);
  });

  it("names evidence by its content, so that what a challenge refers to is never replaced", async () => {
    const store = new WatchStore(work.path("state.json"));
    const [first, second] = [await store.saveEvidence("one\n"), await store.saveEvidence("two\n")];
    expect(await store.saveEvidence("one\n")).to.deep.equal(first);
    expect(first.file).to.equal(`evidence-${first.keccak256.slice(2)}.json`);
    expect([work.read(first.file), work.read(second.file)]).to.deep.equal(["one\n", "two\n"]);
  });

  const json = JSON.parse(renderWatchState(FULL)) as Record<string, unknown>;
  const [first] = json["records"] as Record<string, unknown>[];
  const bad: [string, unknown, string][] = [
    ["a list", [], "DOCUMENT_MALFORMED"],
    ["another format", { ...json, format: "opendepin-epoch" }, "DOCUMENT_MALFORMED"],
    ["a later version", { ...json, version: 2 }, "DOCUMENT_VERSION"],
    ["no events", { ...json, events: undefined }, "DOCUMENT_MALFORMED"],
    ["a block that is a number", { ...json, blocks: [1] }, "DOCUMENT_MALFORMED"],
    ["a short hash", { ...json, blocks: [{ number: 1, hash: "0x12" }] }, "DOCUMENT_MALFORMED"],
    [
      "an unknown verdict",
      { ...json, records: [{ ...first, verdict: { kind: "maybe" } }] },
      "DOCUMENT_MALFORMED",
    ],
    [
      "a finding without a file",
      { ...json, records: [{ ...first, verdict: { kind: "disagrees", finding: {} } }] },
      "DOCUMENT_MALFORMED",
    ],
    ["settled in words", { ...json, records: [{ ...first, settled: "yes" }] }, "DOCUMENT_MALFORMED"],
  ];
  for (const [name, content, code] of bad) {
    it(`refuses ${name}`, () => {
      expect(() => watchStateFromJson(content))
        .to.throw()
        .that.includes({ code });
    });
  }
});
