import type { Hex } from "../../hex";

/** What a challenger puts forward. */
export interface Accusation {
  /** Base units that each culprit shall lose. */
  penalty: bigint;
  /** Hash of the evidence, not zero. */
  evidence: Hex;
  /** Where the evidence is published; may be empty. */
  evidenceURI: string;
}
