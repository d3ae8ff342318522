import type { Hex } from "../../hex";

/** What a challenger puts forward. */
export interface Evidence {
  /** Hash of the evidence, not zero. */
  evidence: Hex;
  /** Where the evidence is published; may be empty. */
  evidenceURI: string;
}

/** What a challenger puts forward against an operator. */
export interface Accusation extends Evidence {
  /** Base units that the operator shall lose. */
  penalty: bigint;
}
