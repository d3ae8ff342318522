import * as ts from "typescript";

import { Anchors } from "../markdown/anchor";
import { code, codeBlock, document, generatedFrom, table } from "../markdown/elements";
import { declarationText, visible } from "./declaration-text";
import type { EntryPoint, Exported } from "./exported";
import { tsDocOf } from "./tsdoc";

/** How a program imports an entry point, and where its page is. */
export interface EntryName {
  specifier: string;
  page: string;
}

/** Where the guides lie from a page. */
const DOCS = "../..";

const GROUPS: [heading: string, isIn: (declaration: ts.Declaration) => boolean][] = [
  ["Functions", ts.isFunctionDeclaration],
  ["Classes", ts.isClassDeclaration],
  ["Constants", ts.isVariableDeclaration],
  [
    "Types",
    (declaration) => ts.isInterfaceDeclaration(declaration) || ts.isTypeAliasDeclaration(declaration),
  ],
];

/**
 * The page of an entry point, in Markdown.
 *
 * @param elsewhere other entry points whose exports it has too
 */
export function entryPage(
  name: EntryName,
  { description, exported }: EntryPoint,
  elsewhere: readonly EntryName[],
): string {
  const groups = groupsOf(exported);
  const anchors = anchorsOf(name.specifier, groups);
  return document([
    generatedFrom("the comments of the sources"),
    `# ${name.specifier}`,
    linked(description, anchors).replace(/\bdocs\/(\w+\.md)/g, `[$1](${DOCS}/$1)`),
    elsewhere.length === 0
      ? ""
      : `It has the exports of ${elsewhere.map((each) => `[${code(each.specifier)}](${each.page})`).join(", ")} too.`,
    ...groups.flatMap(({ heading, items }) => [
      `## ${heading}`,
      ...items.flatMap((item) => section(item, anchors)),
    ]),
  ]);
}

interface Group {
  heading: string;
  items: readonly Exported[];
}

/** Where each export of the page is described. */
type PageAnchors = ReadonlyMap<string, string>;

function groupsOf(exported: readonly Exported[]): Group[] {
  const groups = GROUPS.map(([heading, isIn]) => ({
    heading,
    items: exported.filter(({ declarations: [first] }) => first !== undefined && isIn(first)),
  }));
  return groups.filter(({ items }) => items.length > 0);
}

function anchorsOf(title: string, groups: readonly Group[]): PageAnchors {
  const anchors = new Anchors();
  anchors.next(title);
  const found = new Map<string, string>();
  for (const { heading, items } of groups) {
    anchors.next(heading);
    for (const { name } of items) found.set(name, anchors.next(name));
  }
  return found;
}

function section({ name, declarations }: Exported, anchors: PageAnchors): string[] {
  const shown = visible(declarations);
  const source = shown.map(declarationText).join("\n\n");
  const docs = shown.map(tsDocOf);
  const params = docs.flatMap((doc) => [...doc.params]);
  const returns = docs.map((doc) => doc.returns).find((text) => text !== "");
  const throws = docs.flatMap((doc) => doc.throws);
  const words = new Set(codeOf(source).match(/\w+/g));
  const related = [...anchors.keys()].filter((other) => other !== name && words.has(other));
  return [
    `### ${name}`,
    codeBlock("ts", source),
    ...docs.map((doc) => linked(doc.text, anchors)),
    params.length === 0
      ? ""
      : table(
          ["parameter", "meaning"],
          params.map(([key, text]) => [code(key), linked(text, anchors)]),
        ),
    returns === undefined ? "" : `Returns: ${linked(returns, anchors)}`,
    throws.length === 0
      ? ""
      : `Throws:\n\n${throws.map((text) => `- ${linked(oneLine(text), anchors)}`).join("\n")}`,
    related.length === 0 ? "" : `See ${related.map((other) => linked(code(other), anchors)).join(", ")}.`,
  ];
}

/** Names of exports in backticks become links. */
function linked(text: string, anchors: PageAnchors): string {
  return text.replace(/`(\w+)`/g, (whole, name: string) => {
    const anchor = anchors.get(name);
    return anchor === undefined ? whole : `[${whole}](#${anchor})`;
  });
}

function codeOf(source: string): string {
  return source.replace(/\/\*[\s\S]*?\*\//g, "").replace(/\/\/.*$/gm, "");
}

function oneLine(text: string): string {
  return text.replace(/\s*\n\s*/g, " ");
}
