/**
 * Measures the coverage of our own contracts by their unit tests and fails below the thresholds. Statements and branches
 * count; lines do not, because a one-line function shows all its lines as covered without ever having been called.
 *
 *   npx tsx scripts/coverage-gate.ts
 */
import { spawn } from "node:child_process";
import { readFileSync, rmSync } from "node:fs";
import { join, relative } from "node:path";

/** Istanbul's record of one file: hits by statement, and by branch and arm. */
interface FileCoverage {
  s: Record<string, number>;
  b: Record<string, number[]>;
}

interface Ratio {
  covered: number;
  total: number;
}

const root = join(__dirname, "..");
const reportPath = join(root, "coverage", "coverage-final.json");
const TEST_FILES = "test/contracts/**/*.test.ts";
const THRESHOLDS = { statements: 100, branches: 95 } as const;

async function main(): Promise<number> {
  rmSync(reportPath, { force: true });
  const { status, output } = await runCoverage();
  const tests = { passed: countOf(output, "passing"), failed: countOf(output, "failing") };
  const shortfalls = status === 0 ? shortfallsOf(readReport()) : ["the coverage run itself failed"];
  for (const shortfall of shortfalls) console.error(`coverage: ${shortfall}`);
  console.log(`${tests.passed} passed, ${tests.failed} failed`);
  return shortfalls.length === 0 && tests.failed === 0 && tests.passed > 0 ? 0 : 1;
}

function runCoverage(): Promise<{ status: number; output: string }> {
  return new Promise((resolve, reject) => {
    const config = join("scripts", "coverage-hardhat.config.ts");
    const args = ["--no-install", "hardhat", "--config", config, "coverage", "--testfiles", TEST_FILES];
    const child = spawn("npx", args, { cwd: root, stdio: ["ignore", "pipe", "inherit"] });
    let output = "";
    child.stdout.on("data", (chunk: Buffer) => {
      output += chunk.toString();
      process.stdout.write(chunk);
    });
    child.on("error", reject);
    child.on("close", (status) => {
      resolve({ status: status ?? 1, output });
    });
  });
}

function readReport(): Record<string, FileCoverage> {
  return JSON.parse(readFileSync(reportPath, "utf8")) as Record<string, FileCoverage>;
}

/** What is below a threshold, over all contracts, with the files that fall short of everything. */
function shortfallsOf(report: Record<string, FileCoverage>): string[] {
  const files = Object.entries(report);
  const measures = {
    statements: ({ s }: FileCoverage) => ratioOf(Object.values(s)),
    branches: ({ b }: FileCoverage) => ratioOf(Object.values(b).flat()),
  };
  return (["statements", "branches"] as const).flatMap((name) => {
    const ratio = files.map(([, file]) => measures[name](file)).reduce(sumOf, { covered: 0, total: 0 });
    const required = THRESHOLDS[name];
    console.log(`${name}: ${ratio.covered} of ${ratio.total} covered, at least ${required}% required`);
    if (ratio.total > 0 && ratio.covered * 100 >= ratio.total * required) return [];
    const incomplete = files.filter(([, file]) => measures[name](file).covered < measures[name](file).total);
    return [`too few ${name} in ${incomplete.map(([path]) => relative(root, path)).join(", ")}`];
  });
}

function ratioOf(hits: number[]): Ratio {
  return { covered: hits.filter((count) => count > 0).length, total: hits.length };
}

function sumOf(a: Ratio, b: Ratio): Ratio {
  return { covered: a.covered + b.covered, total: a.total + b.total };
}

function countOf(output: string, outcome: "passing" | "failing"): number {
  return Number(new RegExp(`^\\s+(\\d+) ${outcome}`, "m").exec(output)?.[1] ?? 0);
}

main()
  .then((code) => {
    process.exitCode = code;
  })
  .catch((error: unknown) => {
    console.error(error);
    process.exitCode = 1;
  });
