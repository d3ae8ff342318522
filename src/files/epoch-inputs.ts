import { AccountAmounts } from "../rewards/epoch/account-amounts";
import { Contributions } from "../rewards/epoch/contributions";
import type { FileHash } from "../rewards/epoch/data-hash";
import { parseAmount, parseDelta } from "../rewards/epoch/parse";
import { PayeeList } from "../rewards/epoch/payee-list";
import type { EpochInputs } from "../rewards/epoch/assemble";
import { OpenDepinError } from "../errors";
import type { Hex } from "../hex";
import { type CsvSource, readCsv } from "./csv";
import type { Progress } from "./progress";

/** Where an epoch directory holds copies of its inputs. */
export const INPUTS_DIRECTORY = "inputs";

/** Names of the inputs; an epoch directory holds each as `inputs/<name>.csv`. */
export const INPUT_NAMES = ["contributions", "corrections", "payees", "payouts"] as const;
export type InputName = (typeof INPUT_NAMES)[number];

/** The input files of an epoch: contributions, with payees or without, or else payouts; corrections with either. */
export type InputSources = Partial<Record<InputName, CsvSource>>;

/** The inputs of an epoch as read, and what each file hashes to. */
export interface ReadInputs {
  inputs: Omit<EpochInputs, "previous">;
  hashes: FileHash[];
}

/** Path of an input in an epoch directory. */
export function inputFile(name: InputName): string {
  return `${INPUTS_DIRECTORY}/${name}.csv`;
}

/**
 * Reads the input files of an epoch.
 *
 * @param budget What the contributions share; null with payouts.
 * @throws OpenDepinError with file and line for anything that is not as it should be.
 */
export async function readEpochInputs(
  sources: InputSources,
  budget: bigint | null,
  progress: Progress,
): Promise<ReadInputs> {
  const hashes: FileHash[] = [];
  const hashed = async (name: InputName, reading: Promise<Hex>): Promise<void> => {
    hashes.push({ file: inputFile(name), keccak256: await reading });
  };
  let corrections: AccountAmounts | undefined;
  if (sources.corrections) {
    corrections = new AccountAmounts(sources.corrections.path);
    await hashed("corrections", readAmounts(sources.corrections, "delta", parseDelta, corrections, progress));
  }
  if (sources.payouts) {
    const payouts = new AccountAmounts(sources.payouts.path);
    await hashed("payouts", readAmounts(sources.payouts, "amount", parseAmount, payouts, progress));
    return { inputs: { earned: payouts, corrections }, hashes };
  }
  if (!sources.contributions || budget === null) {
    throw new OpenDepinError("INPUT_MISSING", "an epoch needs contributions with a budget, or payouts");
  }
  const payees = sources.payees && new PayeeList();
  if (sources.payees && payees) await hashed("payees", readPayees(sources.payees, payees, progress));
  const contributions = new Contributions(sources.contributions.path, payees);
  const payeeColumn = payees === undefined;
  await hashed(
    "contributions",
    readContributions(sources.contributions, contributions, payeeColumn, progress),
  );
  return { inputs: { earned: { contributions, budget }, corrections }, hashes };
}

function readContributions(
  source: CsvSource,
  into: Contributions,
  mayNamePayees: boolean,
  progress: Progress,
): Promise<Hex> {
  return readCsv(
    source,
    (header) => {
      const device = header.column("device");
      const units = header.column("units");
      const payee = header.optionalColumn("payee");
      if (payee !== undefined && !mayNamePayees) {
        const reason = 'there is a column "payee" and a file of payees; give one of them';
        throw new OpenDepinError("PAYEES_TWICE", reason, { file: source.path, line: 1 });
      }
      return (fields, line) => {
        into.add(
          {
            device: field(fields, device),
            units: field(fields, units),
            payee: payee === undefined ? undefined : fields[payee],
          },
          line,
        );
      };
    },
    progress,
  );
}

function readPayees(source: CsvSource, into: PayeeList, progress: Progress): Promise<Hex> {
  return readCsv(
    source,
    (header) => {
      const device = header.column("device");
      const payee = header.column("payee");
      return (fields, line) => {
        into.add(field(fields, device), field(fields, payee), line);
      };
    },
    progress,
  );
}

function readAmounts(
  source: CsvSource,
  amountColumn: string,
  parse: (text: string, name: string) => bigint,
  into: AccountAmounts,
  progress: Progress,
): Promise<Hex> {
  return readCsv(
    source,
    (header) => {
      const account = header.column("account");
      const amount = header.column(amountColumn);
      return (fields, line) => {
        into.add(field(fields, account), parse(field(fields, amount), amountColumn), line);
      };
    },
    progress,
  );
}

function field(fields: readonly string[], index: number): string {
  return fields[index] ?? "";
}
