import { existsSync, readdirSync, readFileSync, statSync } from "node:fs";
import { join, relative } from "node:path";
import { brotliDecompressSync } from "node:zlib";

/** Files that differ, are missing or are too many in `actual`, as paths in it; "" if it is a file itself. */
export function differences(expected: string, actual: string): string[] {
  const paths = new Set([...filesBelow(expected), ...filesBelow(actual)]);
  return [...paths]
    .filter((path) => contentOf(join(expected, path)) !== contentOf(join(actual, path)))
    .sort();
}

/** Files in a directory, relative to it; a file is below itself. */
function filesBelow(directory: string): string[] {
  if (!existsSync(directory)) return [];
  if (statSync(directory).isFile()) return [""];
  return readdirSync(directory, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => relative(directory, join(entry.parentPath, entry.name)));
}

function contentOf(path: string): string | undefined {
  if (!existsSync(path)) return undefined;
  const content = readFileSync(path);
  // Versions of Node compress alike, but not to the same bytes.
  return (path.endsWith(".bake") ? brotliDecompressSync(content) : content).toString();
}
