import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

import { expect } from "chai";

/** Of which tests take a struct and an error, and no code. */
const LIBRARIES = ["access/ExpiringPause.sol", "devices/DeviceJson.sol"];

/** What a test imports, forge compiles with other settings than those of what is deployed; Suite.sol deploys it as it is. */
describe("Forge's tests", () => {
  const imported = readdirSync(__dirname, { recursive: true, encoding: "utf8" })
    .filter((file) => file.endsWith(".sol"))
    .flatMap((file) => {
      const source = readFileSync(join(__dirname, file), "utf8");
      return [...source.matchAll(/ from "(?:\.\.\/)+contracts\/(.*)";/g)].map((match) => match[1] ?? "");
    });

  it("import interfaces and mocks, and never a contract of the suite", () => {
    expect(imported).to.have.length.above(100);
    const others = imported.filter((path) => !/\/interfaces\/|^mocks\//.test(path));
    expect([...new Set(others)].sort()).to.deep.equal(LIBRARIES);
  });
});
