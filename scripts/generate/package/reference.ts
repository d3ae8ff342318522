import { join } from "node:path";

import { exports as entryPoints } from "../../../package.json";
import { firstSentence, type Page } from "../markdown/page";
import { type EntryName, entryPage } from "./entry-page";
import { type EntryPoint, readEntryPoints } from "./exported";
import { gapsOf } from "./gaps";

const root = join(__dirname, "../../..");

interface Entry extends EntryName {
  source: string;
}

/** What is generated from the contracts has their reference. */
const BINDINGS = ["abi", "typechain"];

/** The reference of the package: a page for each entry point that is written by hand. */
export function packageReference(): Page[] {
  const entries = Object.keys(entryPoints).flatMap(entryOf);
  const read = readEntryPoints(entries.map(({ source }) => source));
  const points = entries.map((entry, index) => ({ entry, point: read[index] as EntryPoint }));
  const written = points.map(({ entry, point }) => ({ entry, point: withoutBindings(point) }));
  const gaps = written.flatMap(({ entry, point }) => gapsOf(entry.specifier, point));
  if (gaps.length > 0) throw new Error(`Comments of the package leave out:\n  ${gaps.join("\n  ")}`);
  return written.map((each) => pageOf(each, written));
}

interface NamedPoint {
  entry: Entry;
  point: EntryPoint;
}

/** What an entry point has from others is described on their pages. */
function pageOf({ entry, point }: NamedPoint, all: readonly NamedPoint[]): Page {
  const others = all.filter((other) => other.entry !== entry && isPart(other.point, point));
  const described = new Set(others.flatMap((other) => other.point.exported.map(({ name }) => name)));
  const own = point.exported.filter(({ name }) => !described.has(name));
  return {
    file: entry.page,
    title: entry.specifier,
    summary: firstSentence(point.description),
    text: entryPage(
      entry,
      { ...point, exported: own },
      others.map((other) => other.entry),
    ),
  };
}

/** Whether all that one exports is exported by another, which has more. */
function isPart(part: EntryPoint, whole: EntryPoint): boolean {
  const names = new Set(whole.exported.map(({ name }) => name));
  return part.exported.length < names.size && part.exported.every(({ name }) => names.has(name));
}

function withoutBindings(point: EntryPoint): EntryPoint {
  return { ...point, exported: point.exported.filter(({ declarations }) => !isBinding(declarations)) };
}

function isBinding(declarations: EntryPoint["exported"][number]["declarations"]): boolean {
  const file = declarations[0]?.getSourceFile().fileName ?? "";
  return file.startsWith(join(root, "src/abi/")) || file.startsWith(join(root, "typechain-types/"));
}

function entryOf(path: string): Entry[] {
  const name = path === "." ? "index" : path.slice(2);
  if (!/^[a-z]+$/.test(name) || BINDINGS.includes(name)) return [];
  const specifier = path === "." ? "opendepin" : `opendepin/${name}`;
  const source = path === "." ? "src/index.ts" : `src/${name}/index.ts`;
  return [{ specifier, page: `${name}.md`, source: join(root, source) }];
}
