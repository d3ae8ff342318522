import type { DevnetManifest } from "../devnet/manifest";
import { MANIFEST_FILE } from "../devnet/folder";
import { formatTime } from "../format-time";
import type { CliIo } from "./context";
import { printFigures, printTable } from "./print";

const DECIMALS = 18;

/** Prints what a devnet that has just become ready is, and what to do next. */
export function printDevnet(io: CliIo, manifest: DevnetManifest, seconds: number): void {
  const { rpc, http, chainId } = manifest;
  io.stdout.write(`Devnet ready in ${seconds.toFixed(1)} s: ${rpc}, chain id ${chainId}; ${http}/health\n\n`);
  printFigures(io, contractsOf(manifest));
  io.stdout.write("\n");
  epochTable(io, manifest);
  io.stdout.write("\n");
  proposalTable(io, manifest);
  io.stdout.write("\n");
  kindTable(io, manifest);
  io.stdout.write(`\n${nextSteps(manifest)}Ctrl-C ends it.\n`);
}

/** Prints what was reported of each program's epochs. */
export function epochTable(io: CliIo, { programs }: DevnetManifest): void {
  const rows = programs.flatMap(({ name, epochs }) =>
    epochs.map(({ epoch, status, total, directory }) => [
      name,
      epoch.toString(),
      status,
      tokens(total),
      directory,
    ]),
  );
  printTable(io, ["program", "epoch", "status", "total EXN", "directory"], rows);
}

/** What voters have decided, and from when on it can be executed. */
function proposalTable(io: CliIo, { proposals }: DevnetManifest): void {
  const rows = proposals.map(({ title, status, executableFrom }, index) => [
    (index + 1).toString(),
    title,
    status,
    formatTime(executableFrom),
  ]);
  printTable(io, ["proposal", "title", "status", "executable from"], rows);
}

/** How many devices there are of each kind, and how many earn nothing at present. */
function kindTable(io: CliIo, { kinds, devices }: DevnetManifest): void {
  const rows = kinds.map(({ kind, name, category }) => {
    const ofKind = devices.filter((device) => device.kind === kind);
    const suspended = ofKind.filter(({ suspension }) => suspension !== null).length;
    const released = ofKind.filter(({ owner }) => owner === null).length;
    return [name, category, ...[ofKind.length, suspended, released].map(String)];
  });
  printTable(io, ["kind", "category", "devices", "suspended", "released"], rows);
}

/** Every contract's address; of distributors there is one a program. */
function contractsOf({ contracts, programs }: DevnetManifest): [string, string][] {
  const distributors = programs.map(({ name, distributor }): [string, string] => [
    `${name} distributor`,
    distributor,
  ]);
  return [...Object.entries(contracts), ...distributors];
}

function nextSteps({ rpc, programs }: DevnetManifest): string {
  const epochs = programs.flatMap((program) => program.epochs);
  const directoryOf = (wanted: string) => epochs.find(({ status }) => status === wanted)?.directory;
  const command = commandName();
  const steps = [
    ["claimable", (directory: string) => `${command} claim ${directory} --all --rpc ${rpc}`],
    ["pending", () => `${command} devnet epoch next      # ends an epoch, reports and finalises it`],
    [
      "disputed",
      (directory: string) => `${command} epoch verify ${directory}      # says what is wrong with it`,
    ],
  ] as const;
  const governance = `  ${command} gov show 1 --rpc ${rpc}      # what voters have decided\n`;
  const lines = steps.flatMap(([status, line]) => {
    const directory = directoryOf(status);
    return directory === undefined ? [] : [`  ${line(directory)}\n`];
  });
  return `Addresses, accounts, devices and keys: ${MANIFEST_FILE}. What to do next, in another terminal:

  export OPENDEPIN_PRIVATE_KEY=$(node -p "require('./${MANIFEST_FILE}').accounts.alice.privateKey")
${lines.join("")}${governance}
`;
}

/** How whoever started the devnet calls the command. */
function commandName(): string {
  return process.env["npm_lifecycle_event"] === "devnet" ? "npm run -s opendepin --" : "npx opendepin";
}

function tokens(baseUnits: string): string {
  const digits = baseUnits.padStart(DECIMALS + 1, "0");
  const fraction = digits.slice(-DECIMALS).replace(/0+$/, "");
  return `${digits.slice(0, -DECIMALS)}${fraction === "" ? "" : `.${fraction}`}`;
}
