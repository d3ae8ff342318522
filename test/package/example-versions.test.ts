import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

import { expect } from "chai";

import { devDependencies, name, version } from "../../package.json";
import { repository } from "./helpers/scratch";

type Dependencies = Readonly<Record<string, string>>;

describe("the examples' package.json", () => {
  const manifests = readdirSync(join(repository, "examples"))
    .map((example) => join(repository, "examples", example, "package.json"))
    .filter((file) => existsSync(file));

  it("are found at all", () => {
    expect(manifests).to.have.length.above(2);
  });

  for (const file of manifests) {
    it(`pin the versions that are tested: ${file.slice(repository.length + 1)}`, () => {
      const tested: Dependencies = { ...devDependencies, [name]: version };
      const { dependencies = {}, devDependencies: tools = {} } = JSON.parse(
        readFileSync(file, "utf8"),
      ) as Record<string, Dependencies>;
      const shared = Object.entries({ ...dependencies, ...tools }).filter(([each]) => each in tested);
      expect(shared.map(([each]) => each)).to.include(name);
      expect(shared).to.deep.equal(shared.map(([each]) => [each, tested[each]]));
    });
  }
});
