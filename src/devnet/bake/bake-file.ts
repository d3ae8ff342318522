import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";
import { brotliCompress, brotliDecompress, constants } from "node:zlib";

import { fileError } from "../../files/file-error";
import type { Bake } from "./bake";

/** Beside this file in the sources, beside the bundle in the package. */
export const BAKE_FILE = join(__dirname, "devnet.bake");

/** The devnet that is part of this package. */
export async function readBake(file = BAKE_FILE): Promise<Bake> {
  const packed = await readFile(file).catch((cause: unknown) => {
    throw fileError(file, cause);
  });
  return JSON.parse((await promisify(brotliDecompress)(packed)).toString()) as Bake;
}

/** What the file of a bake holds; the same bake gives the same bytes on the same version of Node. */
export function packBake(bake: Bake): Promise<Buffer> {
  const params = { [constants.BROTLI_PARAM_MODE]: constants.BROTLI_MODE_TEXT };
  return promisify(brotliCompress)(JSON.stringify(bake), { params });
}
