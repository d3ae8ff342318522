/** What a documentation comment of Solidity says, tag by tag. */
export interface NatSpec {
  notice: string;
  dev: string;
  params: ReadonlyMap<string, string>;
  /** In the order of the values that are returned, each with its name first if it has one. */
  returns: readonly string[];
  /** The contract whose comment stands here too. */
  inheritdoc: string | undefined;
}

export const NO_NATSPEC: NatSpec = parseNatSpec("");

/** Reads the text of a comment, without its `///` or stars. */
export function parseNatSpec(text: string): NatSpec {
  const notice: string[] = [];
  const dev: string[] = [];
  const params = new Map<string, string>();
  const returns: string[] = [];
  let inheritdoc: string | undefined;
  for (const [tag, content] of tagsOf(text)) {
    if (tag === "notice") notice.push(content);
    else if (tag === "dev") dev.push(content);
    else if (tag === "return") returns.push(content);
    else if (tag === "inheritdoc") inheritdoc = content;
    else if (tag === "param") params.set(...splitName(content));
  }
  return { notice: notice.join("\n"), dev: dev.join("\n"), params, returns, inheritdoc };
}

/** Whether it says in words what the item is. */
export function isDescribed({ notice, dev }: NatSpec): boolean {
  return notice !== "" || dev !== "";
}

/** Splits "name what it is" as `@param` has it. */
export function splitName(content: string): [name: string, description: string] {
  const name = /^\S*/.exec(content)?.[0] ?? "";
  return [name, content.slice(name.length).trim()];
}

function tagsOf(text: string): [tag: string, content: string][] {
  const lines = text.split("\n").map((line) => line.replace(/^ ?\*? ?/, "").trimEnd());
  const tags: [tag: string, content: string][] = [];
  for (const line of lines) {
    if (/^\s*module:\S+$/.test(line)) continue;
    const [, tag, content = ""] = /^\s*@([a-z:-]+)\s*(.*)$/.exec(line) ?? [];
    const last = tags.at(-1);
    if (tag !== undefined) tags.push([tag, content]);
    // text before the first tag is a notice
    else if (last === undefined) tags.push(["notice", line]);
    else last[1] += `\n${line}`;
  }
  return tags.map(([tag, content]) => [tag, content.trim()]);
}
