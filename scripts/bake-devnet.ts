/**
 * Records the devnet that the package holds. `npm run generate` runs it; it needs compiled contracts.
 *
 *   npx tsx scripts/bake-devnet.ts <file>
 */
import { writeFile } from "node:fs/promises";

import { packBake } from "../src/devnet/bake/bake-file";
import { bakeDevnet } from "./devnet/bake";

async function main([file]: string[]): Promise<void> {
  if (file === undefined) throw new Error("name the file to write");
  await writeFile(file, await packBake(await bakeDevnet()));
}

main(process.argv.slice(2))
  .then(() => process.exit(0))
  .catch((error: unknown) => {
    console.error(error);
    process.exit(1);
  });
