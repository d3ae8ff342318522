import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";

/** The repository, from which nothing may be found by a project that uses the package. */
export const repository = resolve(__dirname, "../../..");

/** A folder outside the repository for all that these tests make; it is removed after the last of them. */
export const scratch = mkdtempSync(join(tmpdir(), "opendepin-package-"));

after("remove the temporary projects", () => {
  rmSync(scratch, { recursive: true, force: true });
});
