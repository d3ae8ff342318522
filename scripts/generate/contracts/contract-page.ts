import { code, codeBlock, document, generatedFrom, table } from "../markdown/elements";
import { callerOf } from "./callers";
import {
  type AbiValue,
  type DescribedContract,
  type DescribedItem,
  type DescribedType,
  isOurs,
  plainType,
} from "./described-contract";
import type { Links, Section } from "./links";
import { type NatSpec, splitName } from "./natspec";

/** Where the root of the repository lies from a page. */
const ROOT = "../../..";

interface Group {
  heading: string;
  items: DescribedItem[];
}

/** The sections of a contract's page in their order. */
export function sectionsOf(contract: DescribedContract): Section[] {
  const construction = contract.construction === undefined ? [] : [{ heading: CONSTRUCTION, names: [] }];
  const groups = groupsOf(contract).flatMap(({ heading, items }) => [
    { heading, names: [] },
    ...items.map(({ name }) => ({ heading: name, names: [name] })),
  ]);
  const types = contract.types.map(({ name }) => ({
    heading: plainName(name),
    names: [name, plainName(name)],
  }));
  return [...construction, ...groups, ...(types.length > 0 ? [{ heading: TYPES, names: [] }, ...types] : [])];
}

/** Of a contract that is deployed as its library has it. */
export const FOREIGN = "OpenZeppelin's contract, deployed as it is.";
const CONSTRUCTION = "Construction";
const TYPES = "Types";

/** The page of a contract, in Markdown. */
export function contractPage(contract: DescribedContract, links: Links): string {
  const { name, doc, construction, types } = contract;
  const text = (comment: string) => links.resolve(paragraphs(comment), name);
  return document([
    generatedFrom("the contract's comments"),
    `# ${name}`,
    ...(isOurs(contract.source) ? [text(doc.notice), text(doc.dev), sourceLine(contract)] : [FOREIGN]),
    ...(construction === undefined
      ? []
      : [`## ${CONSTRUCTION}`, valuesTable("parameter", construction.inputs, construction.doc, name, links)]),
    ...groupsOf(contract).flatMap(({ heading, items }) => [
      `## ${heading}`,
      ...items.flatMap((item) => itemSection(item, name, links)),
    ]),
    ...(types.length === 0
      ? []
      : [`## ${TYPES}`, ...types.flatMap((type) => typeSection(type, name, links))]),
    librarySection(contract),
  ]);
}

function groupsOf({ items }: DescribedContract): Group[] {
  const own = items.filter((item) => item.own);
  const reads = ({ stateMutability }: DescribedItem) => /^(view|pure)$/.test(stateMutability);
  const functions = own.filter(({ kind }) => kind === "function");
  return [
    { heading: "Functions that change state", items: functions.filter((item) => !reads(item)) },
    { heading: "Functions that read", items: functions.filter(reads) },
    { heading: "Events", items: own.filter(({ kind }) => kind === "event") },
    { heading: "Errors", items: own.filter(({ kind }) => kind === "error") },
  ].filter((group) => group.items.length > 0);
}

function sourceLine({ source, bases }: DescribedContract): string {
  const link = (path: string) => `[${path}](${ROOT}/${path})`;
  const interfaces = bases.filter((base) => base.source.includes("/interfaces/"));
  return `Source: ${[source, ...interfaces.map((base) => base.source)].map(link).join(", ")}`;
}

function itemSection(item: DescribedItem, page: string, links: Links): string[] {
  const { name, doc, inputs, outputs, signature } = item;
  const caller = isWrite(item) ? callerOf(page, signature) : undefined;
  return [
    `### ${name}`,
    codeBlock("solidity", declarationOf(item)),
    links.resolve(paragraphs(doc.notice), page),
    links.resolve(paragraphs(doc.dev), page),
    caller === undefined ? "" : `Who may call: ${caller}.`,
    inputs.length === 0
      ? ""
      : valuesTable(item.kind === "function" ? "parameter" : "field", inputs, doc, page, links),
    outputs.length === 0 || doc.returns.length === 0 ? "" : returnsTable(outputs, doc, page, links),
    `${item.kind === "event" ? "Topic" : "Selector"}: ${code(item.selector)} of ${code(signature)}`,
  ];
}

function isWrite({ kind, stateMutability }: DescribedItem): boolean {
  return kind === "function" && !/^(view|pure)$/.test(stateMutability);
}

function declarationOf({ kind, name, inputs, outputs, stateMutability }: DescribedItem): string {
  const list = (values: readonly AbiValue[]) =>
    values.map(({ internalType, indexed, name: each }) =>
      [plainType(internalType), indexed ? "indexed" : "", each].filter((word) => word !== "").join(" "),
    );
  const head = joined(`${kind} ${name}`, list(inputs));
  if (kind !== "function") return `${head};`;
  const mutability = stateMutability === "nonpayable" ? "" : ` ${stateMutability}`;
  return `${head} external${mutability}${outputs.length === 0 ? "" : joined(" returns ", list(outputs))};`;
}

/** A list in parentheses, on lines of its own if it is long. */
function joined(head: string, values: readonly string[]): string {
  const line = `${head}(${values.join(", ")})`;
  return line.length <= MAX_LINE ? line : `${head}(\n    ${values.join(",\n    ")}\n)`;
}

const MAX_LINE = 90;

function valuesTable(
  title: string,
  values: readonly AbiValue[],
  doc: NatSpec,
  page: string,
  links: Links,
): string {
  const rows = values.map(({ name, internalType }) => [
    code(name),
    links.type(plainType(internalType), page),
    links.resolve(doc.params.get(name) ?? "", page),
  ]);
  // a table of types alone would repeat the declaration
  if (rows.every(([, , meaning]) => meaning === "")) return "";
  return table([title, "type", "meaning"], rows);
}

function returnsTable(
  outputs: readonly AbiValue[],
  { returns }: NatSpec,
  page: string,
  links: Links,
): string {
  const rows = outputs.map(({ name, internalType }, index) => {
    const text = returns[index] ?? "";
    const [first, rest] = splitName(text);
    const named = name !== "" && first === name;
    return [
      name === "" ? "" : code(name),
      links.type(plainType(internalType), page),
      links.resolve(named ? rest : text, page),
    ];
  });
  return table(["returns", "type", "meaning"], rows);
}

function typeSection({ name, members, doc }: DescribedType, page: string, links: Links): string[] {
  const isEnum = members.every(({ type }) => type === undefined);
  const rows = members.map(({ name: member, type }, index) => [
    isEnum ? index.toString() : links.type(type ?? "", page),
    code(member),
    links.resolve(doc.params.get(member) ?? "", page),
  ]);
  const head = isEnum ? ["value", "name", "meaning"] : ["type", "field", "meaning"];
  return [
    `### ${plainName(name)}`,
    links.resolve(paragraphs(doc.notice), page),
    links.resolve(paragraphs(doc.dev), page),
    table(head, rows),
  ];
}

const KINDS: readonly DescribedItem["kind"][] = ["function", "event", "error"];

/** What a contract has from OpenZeppelin, whose own documentation describes it. */
function librarySection({ name, items }: DescribedContract): string {
  const inherited = items.filter(({ own }) => !own);
  if (inherited.length === 0) return "";
  const sorted = KINDS.flatMap((kind) => inherited.filter((item) => item.kind === kind));
  const rows = sorted.map((item) => [
    item.kind,
    code(item.signature),
    code(item.kind === "event" ? `${item.selector.slice(0, 10)}…` : item.selector),
    isWrite(item) ? (callerOf(name, item.signature) ?? "") : "",
  ]);
  return document([
    "## From OpenZeppelin",
    "As [OpenZeppelin documents it](https://docs.openzeppelin.com/contracts/5.x/).",
    table(["", "signature", "selector or topic", "who may call"], rows),
  ]).trimEnd();
}

function plainName(name: string): string {
  return name.replace(/^.*\./, "");
}

/** Starts a paragraph where the comment's own form does: at its lists and its warnings. */
function paragraphs(comment: string): string {
  return comment.replace(/\n(?=(?:Requirements|Warning|Source|NOTE|IMPORTANT):)/g, "\n\n");
}
