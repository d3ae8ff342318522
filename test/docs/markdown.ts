import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

export const root = join(__dirname, "../..");

/** A fenced block of code. */
export interface CodeBlock {
  language: string;
  source: string;
  /** Line of its fence, from 1. */
  line: number;
  /** What the comment `<!-- given … -->` before it declares: names that the text around it speaks of. */
  given: string;
  /** Whether the comment `<!-- not run: why -->` stands before it. */
  isRun: boolean;
}

const NOT_RUN = /<!-- not run: [^\n]+ -->\s*$/;
const GIVEN = /<!-- given\n((?:(?!-->)[\s\S])*)-->\s*$/;

/** Every document of the repository, relative to its root. */
export function documents(): string[] {
  const above = readdirSync(root).filter((file) => file.endsWith(".md"));
  const below = ["docs", "examples"].flatMap((folder) =>
    readdirSync(join(root, folder), { recursive: true, encoding: "utf8" })
      .filter((file) => file.endsWith(".md") && !file.includes("node_modules"))
      .map((file) => join(folder, file)),
  );
  return [...above, ...below].sort();
}

export function textOf(document: string): string {
  return readFileSync(join(root, document), "utf8");
}

export function codeBlocks(text: string): CodeBlock[] {
  return [...text.matchAll(/^(`{3,})([\w-]*)[^\n]*\n([\s\S]*?)^\1$/gm)].map(
    ({ index, 2: language = "", 3: source = "" }) => {
      const before = text.slice(0, index);
      return {
        language,
        source,
        line: before.split("\n").length,
        given: GIVEN.exec(before)?.[1] ?? "",
        isRun: !NOT_RUN.test(before),
      };
    },
  );
}

/** The text without code, so that only prose is left. */
export function prose(text: string): string {
  return text.replace(/^(`{3,})[\s\S]*?^\1$/gm, "").replace(/`[^`\n]*`/g, "``");
}

/** The headings' texts, in their order. */
export function headings(text: string): string[] {
  const outsideBlocks = text.replace(/^(`{3,})[\s\S]*?^\1$/gm, "");
  return [...outsideBlocks.matchAll(/^#{1,6} +(.*)$/gm)].map(([, heading = ""]) => heading);
}
