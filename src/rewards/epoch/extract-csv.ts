import { type DeviceSnapshot, type StandingState, standingOf } from "../../devices/snapshot";
import { AsciiWriter } from "../../flat/ascii-writer";
import type { KeyedRows } from "../../flat/keyed-rows";
import { newWord, WORD_BYTES } from "../../flat/word";
import { type Address, ZERO_ADDRESS } from "../../hex";

export const EXTRACT_HEADER = "device,epoch,status,program,payee,owner,kind,maker";

const CHUNK_BYTES = 1 << 20;
/** More than any row takes: a word, two addresses, four short numbers and a status. */
const LONGEST_ROW = 512;

/**
 * Text of `devices.csv` in chunks of whole lines: what a registry, and the bonds behind its devices, say of
 * some devices in an epoch. A chunk is valid
 * until the next one is read.
 *
 * @param ids Rows whose first word is a device, in the order that the text is to have.
 */
export function* extractCsv(
  ids: KeyedRows,
  snapshot: Pick<DeviceSnapshot, "devices" | "bonding">,
  epoch: bigint,
): Generator<Uint8Array, void, undefined> {
  const writer = new AsciiWriter(CHUNK_BYTES);
  const device = newWord();
  const { bytes, rowBytes, length } = ids;
  writer.text(`${EXTRACT_HEADER}\n`);
  for (let start = 0; start < length * rowBytes; start += rowBytes) {
    device.bytes.set(bytes.subarray(start, start + WORD_BYTES));
    writer.hex(device.bytes, 0, WORD_BYTES);
    writer.text(`,${epoch},${stateText(standingOf(snapshot, device, Number(epoch)))}\n`);
    if (writer.length > CHUNK_BYTES - LONGEST_ROW) yield writer.take();
  }
  yield writer.take();
}

function stateText({ status, program, payee, owner, kind, maker }: StandingState): string {
  return `${status},${program},${accountText(payee)},${accountText(owner)},${kind},${maker}`;
}

function accountText(account: Address): string {
  return account === ZERO_ADDRESS ? "" : account;
}
