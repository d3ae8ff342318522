import { expect } from "chai";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

const root = join(__dirname, "..", "..");

/** All text below a folder of tests, in files of one kind. */
function textOf(folder: string, ending: string): string {
  return readdirSync(join(root, folder), { recursive: true, encoding: "utf8" })
    .filter((path) => path.endsWith(ending))
    .map((path) => readFileSync(join(root, folder, path), "utf8"))
    .join("\n");
}

function matches(text: string, pattern: RegExp): string[] {
  return [...new Set([...text.matchAll(pattern)].map((match) => match[1] ?? ""))];
}

describe("documents", () => {
  const forgeTests = textOf("test/forge", ".sol");
  const contractTests = textOf("test/contracts", ".test.ts");
  const invariants = readFileSync(join(root, "docs", "INVARIANTS.md"), "utf8");
  const faults = readFileSync(join(root, "docs", "FAULTS.md"), "utf8");
  const threats = readFileSync(join(root, "docs", "THREATS.md"), "utf8");
  const ids = matches(invariants, /^\| ([A-Z]{2}-\d\d) /gm);

  it("every forge test that they name exists", () => {
    const named = matches(invariants + faults + threats, /`((?:test|testFuzz|invariant)_\w+)\*?`/g);
    expect(named).to.have.length.above(20);
    expect(named.filter((name) => !forgeTests.includes(`function ${name}`))).to.deep.equal([]);
  });

  it("every Hardhat test that the lists of faults and threats name exists", () => {
    const titles = matches(faults + threats, /"([^"]+)"/g);
    expect(titles).to.have.length.above(15);
    expect(titles.filter((title) => !contractTests.includes(title))).to.deep.equal([]);
  });

  it("every invariant that an assertion names is listed", () => {
    const asserted = matches(forgeTests + contractTests, /["`]([A-Z]{2}-\d\d)[ :"]/g);
    expect(asserted).to.have.length.above(20);
    expect(asserted.filter((id) => !ids.includes(id))).to.deep.equal([]);
  });

  it("every listed invariant is named by a test", () => {
    const tests = forgeTests + contractTests;
    const isTested = (id: string) => tests.includes(id) || tests.includes(id.replace("-", "_"));
    expect(ids.filter((id) => !isTested(id))).to.deep.equal([]);
  });

  it("every invariant that the lists of faults and threats refer to is listed", () => {
    const named = matches(faults + threats, /\b([A-Z]{2}-\d\d)\b/g);
    expect(named.filter((id) => !ids.includes(id))).to.deep.equal([]);
  });
});
