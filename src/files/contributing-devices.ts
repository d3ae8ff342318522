import { KeyedRows } from "../flat/keyed-rows";
import { newWord } from "../flat/word";
import { parseDevice } from "../rewards/epoch/parse";
import { readCsv } from "./csv";
import { requireNoPayeeColumn } from "./epoch-inputs";
import type { Progress } from "./progress";

/**
 * Reads which devices a file of contributions names, for a registry to be asked about them.
 *
 * @returns Rows of one word, each device once, in the order of the file.
 * @throws OpenDepinError with file and line: `PAYEES_TWICE` when the file names payees, and what the parsers throw.
 */
export async function readContributingDevices(path: string, progress: Progress): Promise<KeyedRows> {
  const ids = new KeyedRows(1);
  const device = newWord();
  await readCsv(
    { path },
    (header) => {
      const column = header.column("device");
      requireNoPayeeColumn(header, path, "a registry that names them");
      return (fields) => {
        parseDevice(fields[column] ?? "", device);
        ids.findOrAppend(device);
      };
    },
    progress,
  );
  return ids;
}
