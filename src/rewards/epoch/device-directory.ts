import type { Exclusion } from "../../devices/snapshot";
import type { Word } from "../../flat/word";

/** Says of devices what contributions do not say themselves: whether they count, and who is paid. */
export interface DeviceDirectory {
  /** Why a device's contribution does not count; undefined when it does. */
  exclusionOf(device: Word): Exclusion | undefined;
  /** Copies a device's payee into a word; false when the directory does not name one. */
  copyPayee(device: Word, into: Word): boolean;
}
