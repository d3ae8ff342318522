import { readdirSync, readFileSync } from "node:fs";
import { homedir } from "node:os";
import { join, relative } from "node:path";

import { expect } from "chai";

import { createProject, type Project } from "./helpers/project";
import { run } from "./helpers/run";
import { repository } from "./helpers/scratch";
import { tarball } from "./helpers/tarball";

const TOP_LEVEL = [
  "CHANGELOG.md",
  "LICENSE",
  "README.md",
  "SECURITY.md",
  "contracts",
  "dist",
  "package.json",
];
const ENTRIES = ["abi", "deployments", "devices", "devnet", "index", "rewards", "typechain"];
const FORMATS = [".d.mts", ".d.ts", ".js", ".mjs"];
/** Documents, entry points in their formats, what they share, the command and its notices. */
const MAX_FILES_BESIDE_CONTRACTS = 80;

describe("contents of the package", () => {
  let project: Project;
  let files: string[];

  before("install the tarball", async () => {
    project = await createProject("contents");
    files = filesBelow(project.installed);
  });

  it("holds the documents, the contracts and the build, and nothing else", () => {
    expect(readdirSync(project.installed).sort()).to.deep.equal(TOP_LEVEL);
    const beside = files.filter((file) => !/\.sol$|^dist\/artifacts\//.test(file));
    expect(beside.length).to.be.at.most(MAX_FILES_BESIDE_CONTRACTS);
  });

  it("holds every entry point in both formats with their types, the command, and shared code", () => {
    const built = readdirSync(join(project.installed, "dist"));
    // the bundler names what entry points share after one of its files and a hash
    const named = built.filter((file) => !/-[\w-]{8}\.(m?js|d\.m?ts)$/.test(file));
    const entries = ENTRIES.flatMap((entry) => FORMATS.map((format) => `${entry}${format}`));
    expect(named).to.have.members([...entries, "artifacts", "cli.js", "cli.licenses.txt", "devnet.bake"]);
  });

  it("holds no mocks, tests, or sources that are not for use", () => {
    expect(files.filter((file) => /mock|harness|\.t\.sol|\.test\./i.test(file))).to.deep.equal([]);
    expect(files.filter((file) => /(?<!\.d)\.ts$|\.map$|tsconfig|\.env/.test(file))).to.deep.equal([]);
    expect(contentsMatching(/\b\w+(?:Mock|Harness)(?:__factory)?\b/)).to.deep.equal([]);
  });

  it("holds an artifact of every deployable contract that it publishes", () => {
    const libraries = new Set(contentsMatching(/^library /m));
    const sources = files.filter(
      (file) => file.endsWith(".sol") && !file.includes("interfaces") && !libraries.has(file),
    );
    const artifacts = files.filter((file) => file.startsWith("dist/artifacts/")).map(nameOf);
    expect(artifacts).to.include.members(sources.map(nameOf));
  });

  it("names no path of the machine that built it", () => {
    const escaped = [repository, `${homedir()}/`].map((path) => path.replace(/[/\\^$.*+?()[\]{}|]/g, "\\$&"));
    expect(contentsMatching(new RegExp(escaped.join("|")))).to.deep.equal([]);
  });

  it("holds no key in the clear: the devnet's, which everybody knows, are packed with the rest of it", () => {
    const keys =
      /PRIVATE KEY-----(\s|\\n)*[\w+/]{16}|test test test test|ac0974bec39a17e36ba4a6b4d238ff944bacb478cbed5efca/;
    expect(contentsMatching(keys)).to.deep.equal([]);
  });

  it("names the licence of every package that is bundled into the command", () => {
    const notices = readFileSync(join(project.installed, "dist/cli.licenses.txt"), "utf8");
    expect(notices)
      .to.match(/^ethers 6\./m)
      .and.match(/^commander 14\./m);
    expect(notices.match(/Permission is hereby granted|Redistribution and use/g)).to.have.length.at.least(5);
  });

  it("passes publint", async () => {
    const lint = await run(
      "npx",
      ["--no-install", "publint", "run", "--strict", await tarball()],
      repository,
    );
    expect(lint.stdout).to.contain("All good!");
    expect(lint.exitCode).to.equal(0);
  });

  it("has the right types in every mode of module resolution", async () => {
    const check = await run(
      "npx",
      ["--no-install", "attw", "--format", "ascii", await tarball()],
      repository,
    );
    expect(check.stdout).to.contain("No problems found");
    expect(check.exitCode).to.equal(0);
  });

  function contentsMatching(pattern: RegExp): string[] {
    return files.filter((file) => pattern.test(readFileSync(join(project.installed, file), "utf8")));
  }
});

function filesBelow(directory: string): string[] {
  return readdirSync(directory, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => relative(directory, join(entry.parentPath, entry.name)));
}

/** A file's name without folders and extension. */
function nameOf(file: string): string {
  return file.replace(/^.*\//, "").replace(/\.\w+$/, "");
}
