import { AccountAmounts } from "../rewards/epoch/account-amounts";
import { Contributions } from "../rewards/epoch/contributions";
import type { FileHash } from "../rewards/epoch/data-hash";
import { parseAmount, parseDelta } from "../rewards/epoch/parse";
import { PayeeList } from "../rewards/epoch/payee-list";
import { RegistryExtract } from "../rewards/epoch/registry-extract";
import type { RegistryOrigin } from "../rewards/epoch/report";
import type { DeviceDirectory } from "../rewards/epoch/device-directory";
import type { EpochInputs } from "../rewards/epoch/assemble";
import { OpenDepinError } from "../errors";
import type { Hex } from "../hex";
import { type CsvSource, readCsv } from "./csv";
import type { CsvHeader } from "./csv-rows";
import type { Progress } from "./progress";

/** Where an epoch directory holds copies of its inputs. */
export const INPUTS_DIRECTORY = "inputs";

/** Names of the inputs; an epoch directory holds each as `inputs/<name>.csv`. */
export const INPUT_NAMES = ["contributions", "corrections", "devices", "payees", "payouts"] as const;
export type InputName = (typeof INPUT_NAMES)[number];

/**
 * The input files of an epoch: contributions, with payees or a registry's devices or neither, or else payouts;
 * corrections with either.
 */
export type InputSources = Partial<Record<InputName, CsvSource>>;

/** What an epoch's inputs mean, beside what is in their files. */
export interface EpochTerms {
  epoch: bigint;
  /** What the contributions share; null with payouts. */
  budget: bigint | null;
  /** With a file of devices: whose devices count. */
  registry?: RegistryOrigin | undefined;
}

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
 * @throws OpenDepinError with file and line for anything that is not as it should be.
 */
export async function readEpochInputs(
  sources: InputSources,
  { epoch, budget, registry }: EpochTerms,
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
  if (registry !== undefined && !sources.devices) {
    throw new OpenDepinError(
      "INPUT_MISSING",
      `a registry needs ${inputFile("devices")}: what it says of the devices`,
    );
  }
  let directory: DeviceDirectory | undefined;
  if (sources.devices) {
    const extract = new RegistryExtract(epoch, requireProgram(registry, sources));
    await hashed("devices", readExtract(sources.devices, extract, progress));
    directory = extract;
  } else if (sources.payees) {
    const payees = new PayeeList();
    await hashed("payees", readPayees(sources.payees, payees, progress));
    directory = payees;
  }
  const contributions = new Contributions(sources.contributions.path, directory);
  await hashed("contributions", readContributions(sources.contributions, contributions, sources, progress));
  return { inputs: { earned: { contributions, budget }, corrections, registry }, hashes };
}

function requireProgram(registry: RegistryOrigin | undefined, { payees }: InputSources): number {
  if (registry === undefined) throw new OpenDepinError("INPUT_MISSING", "a file of devices needs a program");
  if (payees === undefined) return registry.program;
  throw new OpenDepinError("PAYEES_TWICE", "the registry names the payees; leave out the file of payees");
}

/** Refuses contributions that name payees although something else does. */
export function requireNoPayeeColumn(header: CsvHeader, path: string, other: string): void {
  if (header.optionalColumn("payee") === undefined) return;
  throw new OpenDepinError("PAYEES_TWICE", `there is a column "payee" and ${other}; give one of them`, {
    file: path,
    line: 1,
  });
}

function readContributions(
  source: CsvSource,
  into: Contributions,
  { devices, payees }: InputSources,
  progress: Progress,
): Promise<Hex> {
  return readCsv(
    source,
    (header) => {
      const device = header.column("device");
      const units = header.column("units");
      if (payees) requireNoPayeeColumn(header, source.path, "a file of payees");
      if (devices) requireNoPayeeColumn(header, source.path, "a registry that names them");
      const payee = header.optionalColumn("payee");
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

function readExtract(source: CsvSource, into: RegistryExtract, progress: Progress): Promise<Hex> {
  return readCsv(
    source,
    (header) => {
      const device = header.column("device");
      const epoch = header.column("epoch");
      const status = header.column("status");
      const program = header.column("program");
      const payee = header.column("payee");
      return (fields, line) => {
        into.add(
          {
            device: field(fields, device),
            epoch: field(fields, epoch),
            status: field(fields, status),
            program: field(fields, program),
            payee: field(fields, payee),
          },
          line,
        );
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
