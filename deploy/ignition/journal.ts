import { existsSync } from "node:fs";
import { appendFile, readFile } from "node:fs/promises";
import { join } from "node:path";

import type { JournalReceipt } from "./receipt-of";

/** A line of Ignition's journal, as far as it is about a transaction. */
interface Line {
  type: string;
  futureId?: string;
  networkInteractionId?: number;
  nonce?: number;
  transaction?: { hash: string };
}

/** A transaction that the journal does not know to be in a block. */
export interface OpenTransaction {
  futureId: string;
  networkInteractionId: number;
  nonce: number;
  /** None of one that was about to be sent; several if its fees were raised. */
  hashes: readonly string[];
}

const SENT = "TRANSACTION_SEND";
const ABOUT_TO_BE_SENT = "TRANSACTION_PREPARE_SEND";
const CONFIRMED = "TRANSACTION_CONFIRM";
/** Ignition's word for a number that it has to give anew. */
const REPLACED = "ONCHAIN_INTERACTION_REPLACED_BY_USER";

/** The journal that Ignition keeps of a deployment: one JSON document a line, only ever appended to. */
export class Journal {
  readonly #file: string;

  constructor(readonly directory: string) {
    this.#file = join(directory, "journal.jsonl");
  }

  /** In the order of their numbers. */
  async openTransactions(): Promise<OpenTransaction[]> {
    if (!existsSync(this.#file)) return [];
    const lines = (await readFile(this.#file, "utf8")).split("\n").filter((text) => text.trim() !== "");
    const open = new Map<string, OpenTransaction>();
    for (const line of lines) apply(JSON.parse(line) as Line, open);
    return [...open.values()].sort((left, right) => left.nonce - right.nonce);
  }

  /** It is in a block, under one of its hashes. */
  confirm(
    { futureId, networkInteractionId }: OpenTransaction,
    hash: string,
    receipt: JournalReceipt,
  ): Promise<void> {
    return this.#append({ type: CONFIRMED, futureId, networkInteractionId, hash, receipt });
  }

  /** It was never sent: the step will be. */
  release({ futureId, networkInteractionId }: OpenTransaction): Promise<void> {
    return this.#append({ type: REPLACED, futureId, networkInteractionId });
  }

  async #append(line: object): Promise<void> {
    await appendFile(this.#file, `\n${JSON.stringify(line)}`);
  }
}

function apply(
  { type, futureId = "", networkInteractionId = 0, nonce = 0, transaction }: Line,
  open: Map<string, OpenTransaction>,
): void {
  const interaction = `${futureId} ${networkInteractionId}`;
  if (type === ABOUT_TO_BE_SENT || type === SENT) {
    const hashes = [...(open.get(interaction)?.hashes ?? []), ...(transaction ? [transaction.hash] : [])];
    open.set(interaction, { futureId, networkInteractionId, nonce, hashes });
  } else if (type === CONFIRMED || type === REPLACED) {
    open.delete(interaction);
  }
}
