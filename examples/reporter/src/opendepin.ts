import { spawn } from "node:child_process";
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";

const PACKAGE = createRequire(import.meta.url).resolve("opendepin/package.json");
const { bin } = JSON.parse(readFileSync(PACKAGE, "utf8")) as { bin: { opendepin: string } };
const COMMAND = join(dirname(PACKAGE), bin.opendepin);

/** Exit codes of the command: what was asked for is not so, or not yet; and the chain did not answer. */
export const NO = 1;
export const NETWORK = 3;

/** Of a command that was ended from outside. */
const INTERRUPTED = 130;

export interface Outcome {
  exitCode: number;
  /** Why it failed. */
  reason: string;
}

/** Runs the package's own command, which checks what a careless program would not, with `--json`. */
export async function opendepin(...args: string[]): Promise<Outcome> {
  const child = spawn(process.execPath, [COMMAND, ...args, "--json"], {
    stdio: ["ignore", "ignore", "pipe"],
  });
  const [exitCode, errors] = await Promise.all([
    new Promise<number>((resolve, reject) => {
      child.once("error", reject).once("close", (code) => {
        resolve(code ?? INTERRUPTED);
      });
    }),
    textOf(child.stderr),
  ]);
  return { exitCode, reason: reasonOf(errors) };
}

async function textOf(stream: AsyncIterable<Buffer>): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of stream) chunks.push(chunk);
  return Buffer.concat(chunks).toString();
}

/** The message of the command's error; whatever else it wrote, if it is none of its own. */
function reasonOf(errors: string): string {
  try {
    const { error } = JSON.parse(errors) as { error: { message: string } };
    return error.message;
  } catch {
    return errors.trim();
  }
}
