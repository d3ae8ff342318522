import { spawn } from "node:child_process";

import type { Step } from "./steps";

export interface Result {
  name: string;
  passed: number;
  failed: number;
  skipped: number;
  seconds: number;
}

/** Prints what a step says when it has ended: the output of two at a time would be hard to read. */
export async function runStep(step: Step): Promise<Result> {
  console.log(`== ${step.name} …`);
  const started = performance.now();
  const { status, output } = await runCommand(step.command, step.args);
  const seconds = Math.round((performance.now() - started) / 1000);
  const result = { name: step.name, ...countsOf(step, status, output), seconds };
  process.stdout.write(`\n${output}`);
  console.log(`== ${step.name}: ${result.passed} passed, ${result.failed} failed (${seconds} s)\n`);
  return result;
}

function countsOf({ kind }: Step, status: number, output: string) {
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
