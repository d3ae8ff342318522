import { dumpClaimTree } from "../rewards/tree/claim-tree";
import { readEpochDirectory } from "./epoch-directory";
import { noProgress, type Progress } from "./progress";

const ENTRIES_PER_PIECE = 4096;

/**
 * Dumps an epoch's claims as `StandardMerkleTree` of `@openzeppelin/merkle-tree` loads them.
 *
 * @returns The JSON text in pieces: of a large epoch it is longer than a string can be.
 * @throws OpenDepinError when the directory cannot be read or contradicts itself.
 */
export async function dumpClaims(
  directory: string,
  progress: Progress = noProgress,
): Promise<Iterable<string>> {
  const { claims, tree } = await readEpochDirectory(directory, progress);
  const { tree: nodes, values, ...head } = dumpClaimTree([...claims.entries()], tree);
  return jsonPieces(head, { tree: nodes, values });
}

function* jsonPieces(
  head: object,
  lists: Record<string, readonly unknown[]>,
): Generator<string, void, undefined> {
  yield JSON.stringify(head).slice(0, -1);
  for (const [name, entries] of Object.entries(lists)) {
    yield `,\n${JSON.stringify(name)}:[`;
    for (let start = 0; start < entries.length; start += ENTRIES_PER_PIECE) {
      const piece = JSON.stringify(entries.slice(start, start + ENTRIES_PER_PIECE)).slice(1, -1);
      yield start === 0 ? piece : `,${piece}`;
    }
    yield "]";
  }
  yield "}\n";
}
