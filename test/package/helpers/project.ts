import { cpSync, existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { basename, dirname, join } from "node:path";

import { type Outcome, run, succeed } from "./run";
import { repository, scratch } from "./scratch";
import { tarball } from "./tarball";

const CONSUMERS = join(__dirname, "../consumers");

interface Manifest {
  dependencies?: Record<string, string>;
  optionalDependencies?: Record<string, string>;
  devDependencies?: Record<string, string>;
}

/** A project outside the repository in which the tarball is installed, and nothing else unless it is named. */
export class Project {
  /** The installed package. */
  readonly installed: string;

  constructor(readonly directory: string) {
    this.installed = join(directory, "node_modules/opendepin");
  }

  /** Copies files of `consumers/` into the project. */
  add(...files: readonly string[]): void {
    for (const file of files) cpSync(join(CONSUMERS, file), join(this.directory, file));
  }

  /** Runs a script of the project with Node: its output. */
  node(script: string, ...args: readonly string[]): Promise<string> {
    return succeed(process.execPath, [script, ...args], this.directory);
  }

  /** Runs the installed command as a user does. */
  opendepin(...args: readonly string[]): Promise<Outcome> {
    return run("npx", ["--no-install", "--loglevel=error", "opendepin", ...args], this.directory);
  }
}

/**
 * Makes an empty project and installs the tarball in it, without the network.
 *
 * @param packages packages that the project has besides, copied from the repository with all that they depend on
 */
export async function createProject(name: string, packages: readonly string[] = []): Promise<Project> {
  const directory = join(scratch, name);
  mkdirSync(directory);
  writeFileSync(join(directory, "package.json"), JSON.stringify({ name, private: true }));
  const flags = ["--offline", "--no-audit", "--no-fund"];
  await succeed("npm", ["install", ...flags, await tarball()], directory);
  for (const path of withDependencies(packages.map((each) => `node_modules/${each}`))) {
    cpSync(join(repository, path), join(directory, path), { recursive: true, verbatimSymlinks: true });
  }
  return new Project(directory);
}

/** Makes a project of one of the repository's examples, with what it depends on. */
export async function createExample(name: string): Promise<Project> {
  const folder = join(repository, "examples", name);
  const { dependencies = {}, devDependencies = {} } = readManifest(folder);
  const packages = Object.keys({ ...dependencies, ...devDependencies });
  const project = await createProject(
    name,
    packages.filter((each) => !PROVIDED.includes(each)),
  );
  const filter = (path: string) => !LEFT_BY_USE.includes(basename(path));
  cpSync(folder, project.directory, { recursive: true, filter });
  return project;
}

/** Packed by the tests, and run by them. */
const PROVIDED = ["opendepin", "typescript"];

/** What using an example leaves in its folder. */
const LEFT_BY_USE = ["node_modules", "dist", ".ponder", "generated"];

function readManifest(folder: string): Manifest {
  return JSON.parse(readFileSync(join(folder, "package.json"), "utf8")) as Manifest;
}

/** Paths of packages in the repository and of everything that they depend on, as Node finds it. */
function withDependencies(paths: readonly string[]): Set<string> {
  const found = new Set(paths);
  for (const path of found) {
    const { dependencies = {}, optionalDependencies = {} } = readManifest(join(repository, path));
    const optional = Object.keys(optionalDependencies).filter((name) => isInstalled(name));
    for (const dependency of [...Object.keys(dependencies), ...optional]) found.add(locate(dependency, path));
  }
  return found;
}

/** Programs for other platforms are not. */
function isInstalled(name: string): boolean {
  return existsSync(join(repository, "node_modules", name));
}

/** Where Node finds a package that is imported from the folder `from`, going up from there. */
function locate(dependency: string, from: string): string {
  const path = join(from, "node_modules", dependency);
  if (existsSync(join(repository, path))) return path;
  if (from === ".") throw new Error(`${dependency} is not installed in the repository`);
  return locate(dependency, dirname(from));
}
