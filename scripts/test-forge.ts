/**
 * Compiles the contracts, which forge's tests deploy as Hardhat compiles them, runs those tests and prints what a reader
 * needs: the seed, every failure with the calls that lead to it, and at the end `N passed, N failed`.
 *
 *     npx tsx scripts/test-forge.ts [ci|quick] [further arguments of `forge test`]
 */
import { spawnSync } from "node:child_process";
import { createRequire } from "node:module";
import { join } from "node:path";

import hre from "hardhat";

interface Call {
  contract_name: string;
  signature: string;
  args: string;
}

interface TestResult {
  status: "Success" | "Failure" | "Skipped";
  reason: string | null;
  counterexample: { Single?: Partial<Call>; Sequence?: [number, Call[]] } | null;
  kind: { Invariant?: { runs: number; calls: number }; Fuzz?: { runs: number } };
  duration: string;
}

type Report = Record<string, { test_results: Record<string, TestResult> }>;

/** By their names here, those of foundry.toml: they differ in how long a campaign is, and in nothing else. */
const PROFILES: Record<string, string> = { ci: "ci", quick: "default" };
const ARCHITECTURES: Record<string, string> = { x64: "amd64", arm64: "arm64" };

/** The program itself: the launcher of the npm package always exits with 0. */
function forgeProgram(): string {
  const platform = `${process.platform}-${ARCHITECTURES[process.arch] ?? process.arch}`;
  const fromLauncher = createRequire(require.resolve("@foundry-rs/forge/package.json"));
  const executable = process.platform === "win32" ? "forge.exe" : "forge";
  return fromLauncher.resolve(join(`@foundry-rs/forge-${platform}`, "bin", executable));
}

function describeCall({ contract_name: contract, signature, args }: Partial<Call>): string {
  const name = [contract?.split(":").at(-1), signature?.split("(")[0]].filter(Boolean).join(".");
  return `${name}(${args ?? ""})`;
}

function describeFailure(suite: string, test: string, { reason, counterexample }: TestResult): string {
  const calls = counterexample?.Sequence?.[1] ?? (counterexample?.Single ? [counterexample.Single] : []);
  const lines = calls.map(
    (call, index) => `    ${(index + 1).toString().padStart(3)}. ${describeCall(call)}`,
  );
  return [`FAILED ${suite} ${test}`, `  ${reason ?? "no reason given"}`, ...lines].join("\n");
}

function describeSuccess(test: string, { kind, duration }: TestResult): string {
  const seconds = duration.replace(/(\d+m?s) .*/, "$1");
  if (kind.Invariant)
    return `  ok ${test}: ${kind.Invariant.runs} runs, ${kind.Invariant.calls} calls, ${seconds}`;
  return kind.Fuzz ? `  ok ${test}: ${kind.Fuzz.runs} runs` : `  ok ${test}`;
}

function printReport(report: Report): { passed: number; failed: number } {
  const count = { passed: 0, failed: 0 };
  for (const [suite, { test_results: results }] of Object.entries(report)) {
    console.log(suite);
    for (const [test, result] of Object.entries(results)) {
      const isPassed = result.status === "Success";
      count[isPassed ? "passed" : "failed"] += 1;
      console.log(isPassed ? describeSuccess(test, result) : describeFailure(suite, test, result));
    }
  }
  return count;
}

function runForge(profile: string, args: string[]) {
  return spawnSync(forgeProgram(), args, {
    cwd: join(__dirname, ".."),
    env: { ...process.env, FOUNDRY_PROFILE: profile },
    encoding: "utf8",
    maxBuffer: 2 ** 30,
  });
}

function seedOf(profile: string): string {
  const config = JSON.parse(runForge(profile, ["config", "--json"]).stdout) as { fuzz: { seed: string } };
  return config.fuzz.seed;
}

function fail({ stdout, stderr, error }: ReturnType<typeof runForge>): number {
  console.error(error?.message ?? `${stdout}${stderr}`);
  console.log("0 passed, 1 failed");
  return 1;
}

async function main(name = "ci", ...args: string[]): Promise<number> {
  const profile = PROFILES[name];
  if (profile === undefined) {
    console.error(`test-forge: no profile "${name}"; use one of: ${Object.keys(PROFILES).join(", ")}`);
    return 2;
  }
  await hre.run("compile", { quiet: true });
  // By itself, because `test --json` does not say why a build failed.
  const build = runForge(profile, ["build"]);
  if (build.status !== 0) return fail(build);

  console.log(`forge, profile ${name}, seed ${seedOf(profile)}`);
  const run = runForge(profile, ["test", "--json", ...args]);
  if (!run.stdout.startsWith("{")) return fail(run);

  const { passed, failed } = printReport(JSON.parse(run.stdout) as Report);
  console.log(`${passed} passed, ${failed} failed`);
  return run.status === 0 && failed === 0 ? 0 : 1;
}

main(...process.argv.slice(2))
  .then((code) => process.exit(code))
  .catch((error: unknown) => {
    console.error(error);
    console.log("0 passed, 1 failed");
    process.exit(1);
  });
