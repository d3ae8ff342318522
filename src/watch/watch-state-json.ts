import { OpenDepinError } from "../errors";
import { JsonFields, MAX_UINT32 } from "../files/json-fields";
import { parseAmount } from "../rewards/epoch/parse";
import type { BlockRef, ReportEvent } from "./report-event";
import type { Finding, Verdict } from "./verdict";
import type { ReportRecord, WatchState } from "./watch-state";

const FORMAT = "opendepin-watch";
const VERSION = 1;
const NAME = "a watcher's state";

/** Text of a state file. */
export function renderWatchState(state: WatchState): string {
  const json = { format: FORMAT, version: VERSION, ...state, chainId: Number(state.chainId) };
  const text = JSON.stringify(
    json,
    (_, value: unknown) => (typeof value === "bigint" ? value.toString() : value),
    2,
  );
  return `${text}\n`;
}

/**
 * Reads the content of a state file.
 *
 * @throws OpenDepinError `DOCUMENT_MALFORMED`, `DOCUMENT_VERSION`.
 */
export function watchStateFromJson(content: unknown): WatchState {
  const fields = new JsonFields(content, NAME);
  fields.requireFormat(FORMAT, VERSION);
  return {
    chainId: BigInt(fields.count("chainId")),
    distributor: fields.address("distributor"),
    from: fields.count("from"),
    blocks: fields.list("blocks").map(blockFromJson),
    events: fields.list("events").map(eventFromJson),
    records: fields.list("records").map(recordFromJson),
  };
}

function blockFromJson(content: unknown): BlockRef {
  const fields = new JsonFields(content, NAME);
  return { number: fields.count("number"), hash: fields.hex("hash", 32) };
}

function eventFromJson(content: unknown): ReportEvent {
  const fields = new JsonFields(content, NAME);
  const common = {
    block: fields.count("block"),
    blockHash: fields.hex("blockHash", 32),
    index: fields.count("index"),
    epoch: fields.count("epoch", MAX_UINT32),
    root: fields.hex("root", 32),
  };
  if (fields.string("name") === "finalized") return { name: "finalized", ...common };
  return {
    name: "proposed",
    ...common,
    transaction: fields.hex("transaction", 32),
    nonce: fields.count("nonce", MAX_UINT32),
    total: parseAmount(fields.string("total"), "total"),
    dataHash: fields.hex("dataHash", 32),
    dataURI: fields.string("dataURI"),
    reporter: fields.address("reporter"),
    finalizableAt: fields.count("finalizableAt"),
  };
}

function recordFromJson(content: unknown): ReportRecord {
  const fields = new JsonFields(content, NAME);
  return {
    nonce: fields.count("nonce", MAX_UINT32),
    root: fields.hex("root", 32),
    blockHash: fields.hex("blockHash", 32),
    verdict: verdictFromJson(fields.object("verdict")),
    evidence: fields.optional("evidence", (field) => {
      const evidence = fields.object(field);
      return { file: evidence.string("file"), keccak256: evidence.hex("keccak256", 32) };
    }),
    challenge: fields.optional("challenge", (field) => {
      const challenge = fields.object(field);
      return { transaction: challenge.hex("transaction", 32), raw: challenge.hex("raw") };
    }),
    settled: fields.boolean("settled"),
    shown: fields.string("shown"),
  };
}

function verdictFromJson(fields: JsonFields): Verdict {
  const kind = fields.string("kind");
  switch (kind) {
    case "agrees":
    case "unseen":
      return { kind };
    case "disagrees":
      return { kind, finding: findingFromJson(fields.object("finding")) };
    case "unverifiable": {
      const cause = fields.string("cause") === "own" ? "own" : "published";
      return { kind, cause, reason: fields.string("reason") };
    }
    default:
      throw new OpenDepinError("DOCUMENT_MALFORMED", `not ${NAME}: there is no verdict "${kind}"`);
  }
}

function findingFromJson(fields: JsonFields): Finding {
  const text = (field: string): string => fields.string(field);
  return {
    file: fields.string("file"),
    line: fields.optional("line", (field) => fields.count(field)),
    subject: fields.optional("subject", text),
    figure: fields.optional("figure", text),
    expected: fields.string("expected"),
    found: fields.string("found"),
  };
}
