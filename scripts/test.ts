/**
 * Everything that must hold before a change lands: how long each step took, and one line at the end that sums it up.
 *
 *   npm test                 all of it
 *   npm run test:fast        for daily work: unit tests, contract tests and a short forge campaign
 *   npm test -- --only forge one step by its name
 */
import { parseArgs } from "node:util";

import { inLanes } from "./test/in-lanes";
import { type Result, runStep } from "./test/run-step";
import { type Step, steps } from "./test/steps";

/** As many steps run at a time as the smallest machine that we test on has cores. */
const LANES = 2;

async function main(): Promise<number> {
  const { values } = parseArgs({ options: { fast: { type: "boolean" }, only: { type: "string" } } });
  const chosen = steps.filter((step) => isChosen(step, values));
  if (chosen.length === 0) {
    console.error(`no step ${values.only ?? ""}; there are: ${steps.map(({ name }) => name).join(", ")}`);
    return 2;
  }
  const started = performance.now();
  const results: Result[] = [];
  await inLanes(chosen, LANES, async (step) => {
    results.push(await runStep(step));
  });
  printTimes(results, Math.round((performance.now() - started) / 1000));
  return printSum(results);
}

function isChosen({ name, runs }: Step, { fast, only }: { fast?: boolean; only?: string }): boolean {
  if (only !== undefined) return name === only;
  return runs === "always" || runs === (fast === true ? "fast" : "full");
}

function printTimes(results: readonly Result[], total: number): void {
  const longestFirst = [...results].sort((a, b) => b.seconds - a.seconds);
  for (const { name, seconds } of [...longestFirst, { name: "together", seconds: total }])
    console.log(`${name.padEnd(16)}${seconds.toString().padStart(6)} s`);
}

function printSum(results: readonly Result[]): number {
  const sumOf = (key: "passed" | "failed" | "skipped"): number =>
    results.reduce((sum, result) => sum + result[key], 0);
  const skipped = sumOf("skipped") > 0 ? `, ${sumOf("skipped")} skipped` : "";
  console.log(`\n${sumOf("passed")} passed, ${sumOf("failed")} failed${skipped}`);
  return sumOf("failed") === 0 ? 0 : 1;
}

main()
  .then((code) => process.exit(code))
  .catch((error: unknown) => {
    console.error(error);
    process.exit(1);
  });
