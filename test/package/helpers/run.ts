import { execFile } from "node:child_process";

export interface Outcome {
  exitCode: number;
  stdout: string;
  stderr: string;
}

const MAX_OUTPUT_BYTES = 64 * 2 ** 20;

/** Runs a program to its end. What npm and the test runner put into the environment does not reach it, `extra` does. */
export function run(
  command: string,
  args: readonly string[],
  directory: string,
  extra: NodeJS.ProcessEnv = {},
): Promise<Outcome> {
  const options = { cwd: directory, env: { ...plainEnvironment(), ...extra }, maxBuffer: MAX_OUTPUT_BYTES };
  return new Promise((resolve, reject) => {
    const child = execFile(command, args, options, (error, stdout, stderr) => {
      if (child.exitCode === null) reject(error ?? new Error(`${command} was ended from outside`));
      else resolve({ exitCode: child.exitCode, stdout, stderr });
    });
  });
}

/** The same, for a program that has to succeed: its output. */
export async function succeed(command: string, args: readonly string[], directory: string): Promise<string> {
  const { exitCode, stdout, stderr } = await run(command, args, directory);
  if (exitCode === 0) return stdout;
  throw new Error(
    `${command} ${args.join(" ")}: exit code ${exitCode.toString()}\n${tail(stdout)}\n${tail(stderr)}`,
  );
}

/** The environment without the settings by which Node and npm would find modules of the repository. */
export function plainEnvironment(): NodeJS.ProcessEnv {
  const settings = /^(npm_|NODE_OPTIONS$|NODE_PATH$|INIT_CWD$|OPENDEPIN_|HARDHAT_)/i;
  return Object.fromEntries(Object.entries(process.env).filter(([name]) => !settings.test(name)));
}

function tail(output: string): string {
  return output.split("\n").slice(-40).join("\n");
}
