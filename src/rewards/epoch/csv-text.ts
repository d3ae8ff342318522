import { AsciiWriter } from "../../flat/ascii-writer";
import type { DeviceRewards } from "./device-rewards";
import type { Claims } from "./claims";
import type { DeviceUnits } from "./device-units";
import type { ExcludedContributions } from "./excluded-contributions";
import { DeviceForm } from "./parse";
import { readWord, WORD_BYTES } from "../../flat/word";

export const REWARDS_HEADER = "device,payee,units,reward";
export const EXCLUDED_HEADER = "device,units,reason";
export const CLAIMS_HEADER = "account,cumulative,devicesRoot";

const CHUNK_BYTES = 1 << 20;
/** More than any row takes: three numbers of at most 78 digits and two hex words. */
const LONGEST_ROW = 512;
const ADDRESS_PADDING = 12;

/** Text of `rewards.csv` in chunks of whole lines; a chunk is valid until the next one is read. */
export function* rewardsCsv({
  contributions,
  rewards,
}: DeviceRewards): Generator<Uint8Array, void, undefined> {
  const writer = new AsciiWriter(CHUNK_BYTES);
  const rewardView = new DataView(rewards.buffer);
  const { devices } = contributions;
  const payees = contributions.payees.bytes;
  writer.text(`${REWARDS_HEADER}\n`);
  for (let row = 0; row < contributions.length; row++) {
    const payee = contributions.payeeOf(row) * WORD_BYTES;
    writeDevice(writer, devices, row);
    writer.text(",").hex(payees, payee + ADDRESS_PADDING, payee + WORD_BYTES);
    writer.text(`,${unitsOf(devices, row)},${readWord(rewardView, row * WORD_BYTES).toString()}\n`);
    if (writer.length > CHUNK_BYTES - LONGEST_ROW) yield writer.take();
  }
  yield writer.take();
}

/** Text of `excluded.csv` in chunks of whole lines; a chunk is valid until the next one is read. */
export function* excludedCsv(excluded: ExcludedContributions): Generator<Uint8Array, void, undefined> {
  const writer = new AsciiWriter(CHUNK_BYTES);
  const { devices } = excluded;
  writer.text(`${EXCLUDED_HEADER}\n`);
  for (let row = 0; row < devices.length; row++) {
    writeDevice(writer, devices, row);
    writer.text(`,${unitsOf(devices, row)},${excluded.reasonOf(row)}\n`);
    if (writer.length > CHUNK_BYTES - LONGEST_ROW) yield writer.take();
  }
  yield writer.take();
}

/** Text of `claims.csv` in chunks of whole lines; a chunk is valid until the next one is read. */
export function* claimsCsv({ rows }: Claims): Generator<Uint8Array, void, undefined> {
  const writer = new AsciiWriter(CHUNK_BYTES);
  const view = new DataView(rows.buffer, rows.byteOffset, rows.byteLength);
  writer.text(`${CLAIMS_HEADER}\n`);
  for (let start = 0; start < rows.length; start += 3 * WORD_BYTES) {
    writer.hex(rows, start + ADDRESS_PADDING, start + WORD_BYTES);
    writer.text(`,${readWord(view, start + WORD_BYTES).toString()},`);
    writer.hex(rows, start + 2 * WORD_BYTES, start + 3 * WORD_BYTES).text("\n");
    if (writer.length > CHUNK_BYTES - LONGEST_ROW) yield writer.take();
  }
  yield writer.take();
}

/** Names a device as the input did. */
function writeDevice(writer: AsciiWriter, devices: DeviceUnits, row: number): void {
  const { bytes, view, rowBytes } = devices.rows;
  const start = row * rowBytes;
  const form = devices.formOf(row);
  if (form === DeviceForm.decimal) writer.text(readWord(view, start).toString());
  else writer.hex(bytes, form === DeviceForm.word ? start : start + ADDRESS_PADDING, start + WORD_BYTES);
}

function unitsOf({ rows }: DeviceUnits, row: number): string {
  return readWord(rows.view, row * rows.rowBytes + WORD_BYTES).toString();
}
