/**
 * Everything that must hold before a change lands, and one line at the end that sums it up.
 *
 *   npm test                 all of it
 *   npm run test:fast        for daily work: unit tests, contract tests and a short forge campaign
 *   npm test -- --only forge one step by its name
 */
import { spawn } from "node:child_process";
import { readdirSync } from "node:fs";
import { join } from "node:path";
import { parseArgs } from "node:util";

interface Step {
  name: string;
  command: string;
  args: string[];
  /** A check is one test: it passes or fails as a whole. A suite says how many passed and failed. */
  kind: "check" | "suite";
  fast?: true;
  /** It compiles what others read, so it runs before them and by itself. */
  alone?: true;
}

/** As many steps run at a time as the smallest machine that we test on has cores. */
const LANES = 2;

/** Those that take longest come first, so that no lane is left with one of them at the end. */
const steps: Step[] = [
  {
    name: "generated",
    kind: "check",
    command: "tsx",
    args: ["scripts/generate.ts", "--check"],
    alone: true,
  },
  { name: "coverage", kind: "check", command: "tsx", args: ["scripts/coverage-gate.ts"] },
  { name: "forge", kind: "suite", command: "tsx", args: ["scripts/test-forge.ts", "ci"] },
  {
    name: "integration",
    kind: "suite",
    command: "hardhat",
    args: ["test", ...testsBelow("test/integration")],
  },
  {
    name: "contracts",
    kind: "suite",
    command: "hardhat",
    args: ["test", ...testsBelow("test/contracts"), ...testsBelow("test/deploy")],
    fast: true,
  },
  {
    name: "library",
    kind: "suite",
    command: "mocha",
    args: ["--config", "test/src/.mocharc.json"],
    fast: true,
  },
  {
    name: "forge-quick",
    kind: "suite",
    command: "tsx",
    args: ["scripts/test-forge.ts", "quick"],
    fast: true,
  },
  { name: "package", kind: "suite", command: "mocha", args: ["--config", "test/package/.mocharc.json"] },
  { name: "format", kind: "check", command: "prettier", args: ["--check", "."] },
  {
    name: "lint-solidity",
    kind: "check",
    command: "solhint",
    args: ["--max-warnings", "0", "contracts/**/*.sol"],
  },
  { name: "lint", kind: "check", command: "eslint", args: ["--max-warnings", "0", "."] },
  { name: "types", kind: "check", command: "tsc", args: ["-p", "."] },
  { name: "kernel", kind: "check", command: "tsx", args: ["scripts/build-kernel.ts", "--check"] },
];

function testsBelow(directory: string): string[] {
  const files = readdirSync(directory, { recursive: true, encoding: "utf8" });
  return files
    .filter((file) => file.endsWith(".test.ts"))
    .map((file) => join(directory, file))
    .sort();
}

interface Result {
  passed: number;
  failed: number;
  skipped: number;
}

async function main(): Promise<number> {
  const { values } = parseArgs({ options: { fast: { type: "boolean" }, only: { type: "string" } } });
  const chosen = steps.filter((step) => isChosen(step, values));
  if (chosen.length === 0) {
    console.error(`no step ${values.only ?? ""}; there are: ${steps.map(({ name }) => name).join(", ")}`);
    return 2;
  }
  const sum: Result = { passed: 0, failed: 0, skipped: 0 };
  for (const step of chosen.filter(({ alone }) => alone)) add(sum, await runStep(step));
  const rest = chosen.filter(({ alone }) => !alone);
  const lane = async (): Promise<void> => {
    for (let step = rest.shift(); step !== undefined; step = rest.shift()) add(sum, await runStep(step));
  };
  await Promise.all(Array.from({ length: LANES }, lane));
  const skipped = sum.skipped > 0 ? `, ${sum.skipped} skipped` : "";
  console.log(`${sum.passed} passed, ${sum.failed} failed${skipped}`);
  return sum.failed === 0 ? 0 : 1;
}

function isChosen(step: Step, { fast, only }: { fast?: boolean; only?: string }): boolean {
  if (only !== undefined) return step.name === only;
  return fast === true ? step.fast === true : step.name !== "forge-quick";
}

/** Prints what a step says when it has ended: the output of two at a time would be hard to read. */
async function runStep(step: Step): Promise<Result> {
  console.log(`== ${step.name} …`);
  const started = performance.now();
  const { status, output } = await runCommand(step.command, step.args);
  const result = resultOf(step, status, output);
  const seconds = ((performance.now() - started) / 1000).toFixed(0);
  process.stdout.write(`\n${output}`);
  console.log(`== ${step.name}: ${result.passed} passed, ${result.failed} failed (${seconds} s)\n`);
  return result;
}

function resultOf({ kind }: Step, status: number, output: string): Result {
  if (kind === "check")
    return status === 0 ? { passed: 1, failed: 0, skipped: 0 } : { passed: 0, failed: 1, skipped: 0 };
  const counted = {
    passed: count(output, /(\d+) pass(?:ing|ed)/g),
    failed: count(output, /(\d+) fail(?:ing|ed)/g),
  };
  // A suite that ends badly, or that ran nothing, has failed even if it counted no failure.
  const brokeDown = counted.failed === 0 && (status !== 0 || counted.passed === 0);
  return {
    ...counted,
    failed: brokeDown ? 1 : counted.failed,
    skipped: count(output, /(\d+) (?:pending|skipped)/g),
  };
}

/** The last figure of its kind that a suite printed: its own sum. */
function count(output: string, pattern: RegExp): number {
  return Number([...output.matchAll(pattern)].at(-1)?.[1] ?? 0);
}

function runCommand(command: string, args: string[]): Promise<{ status: number; output: string }> {
  return new Promise((resolve, reject) => {
    const child = spawn("npx", ["--no-install", command, ...args], { stdio: ["ignore", "pipe", "pipe"] });
    let output = "";
    child.stdout.on("data", (chunk: Buffer) => {
      output += chunk.toString();
    });
    child.stderr.on("data", (chunk: Buffer) => {
      output += chunk.toString();
    });
    child.on("error", reject);
    child.on("close", (status) => {
      resolve({ status: status ?? 1, output });
    });
  });
}

function add(sum: Result, { passed, failed, skipped }: Result): void {
  sum.passed += passed;
  sum.failed += failed;
  sum.skipped += skipped;
}

main()
  .then((code) => process.exit(code))
  .catch((error: unknown) => {
    console.error(error);
    process.exit(1);
  });
