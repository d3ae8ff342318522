import { spawnSync } from "node:child_process";
import { mkdirSync } from "node:fs";
import { dirname, join } from "node:path";

/**
 * Records the devnet, in a process of its own: it connects Hardhat to another chain, and loads the bindings that the
 * repository has by then.
 */
export function recordDevnet(root: string, file: string): void {
  mkdirSync(dirname(file), { recursive: true });
  const tsx = ["--import", require.resolve("tsx")];
  const ran = spawnSync(process.execPath, [...tsx, join(root, "scripts/bake-devnet.ts"), file], {
    cwd: root,
    stdio: ["ignore", "inherit", "inherit"],
  });
  if (ran.status !== 0) throw new Error("the devnet could not be recorded");
}
