import { readdirSync } from "node:fs";
import { join } from "node:path";

export interface Step {
  name: string;
  command: string;
  args: string[];
  /** A check is one test: it passes or fails as a whole. A suite says how many passed and failed. */
  kind: "check" | "suite";
  /** Part of daily work, part of everything, or of both. */
  runs: "fast" | "full" | "always";
  /** It reads what this other step compiles, so it starts after it. */
  after?: string;
}

const ARTIFACTS = { after: "compile" } as const;
const CONTRACT_TESTS = [...testsBelow("test/contracts"), ...testsBelow("test/deploy")];

/** Those that take longest come first, so that no lane is left with one of them at the end. */
export const steps: Step[] = [
  { name: "compile", kind: "check", command: "hardhat", args: ["compile"], runs: "always" },
  { name: "coverage", kind: "check", command: "tsx", args: ["scripts/coverage-gate.ts"], runs: "full" },
  {
    name: "forge",
    kind: "suite",
    command: "tsx",
    args: ["scripts/test-forge.ts", "ci"],
    runs: "full",
    ...ARTIFACTS,
  },
  {
    name: "integration",
    kind: "suite",
    command: "hardhat",
    args: ["test", ...testsBelow("test/integration")],
    runs: "full",
    ...ARTIFACTS,
  },
  {
    name: "contracts",
    kind: "suite",
    command: "hardhat",
    args: ["test", ...CONTRACT_TESTS],
    runs: "full",
    ...ARTIFACTS,
  },
  {
    name: "contracts-fast",
    kind: "suite",
    command: "hardhat",
    args: ["test", "--grep", "^(?!.*@exhaustive)", ...CONTRACT_TESTS],
    runs: "fast",
    ...ARTIFACTS,
  },
  {
    name: "package",
    kind: "suite",
    command: "mocha",
    args: ["--config", "test/package/.mocharc.json"],
    runs: "full",
    ...ARTIFACTS,
  },
  { name: "lint", kind: "check", command: "eslint", args: ["--max-warnings", "0", "."], runs: "full" },
  {
    name: "forge-quick",
    kind: "suite",
    command: "tsx",
    args: ["scripts/test-forge.ts", "quick"],
    runs: "fast",
    ...ARTIFACTS,
  },
  {
    name: "library",
    kind: "suite",
    command: "mocha",
    args: ["--config", "test/src/.mocharc.json"],
    runs: "always",
  },
  {
    name: "generated",
    kind: "check",
    command: "tsx",
    args: ["scripts/generate.ts", "--check"],
    runs: "full",
    ...ARTIFACTS,
  },
  { name: "types", kind: "check", command: "tsc", args: ["-p", "."], runs: "full" },
  {
    name: "kernel",
    kind: "check",
    command: "tsx",
    args: ["scripts/build-kernel.ts", "--check"],
    runs: "full",
  },
  { name: "format", kind: "check", command: "prettier", args: ["--check", "."], runs: "full" },
  {
    name: "lint-solidity",
    kind: "check",
    command: "solhint",
    args: ["--max-warnings", "0", "contracts/**/*.sol"],
    runs: "full",
  },
];

function testsBelow(directory: string): string[] {
  const files = readdirSync(directory, { recursive: true, encoding: "utf8" });
  return files
    .filter((file) => file.endsWith(".test.ts"))
    .map((file) => join(directory, file))
    .sort();
}
