import { Anchors } from "../markdown/anchor";
import { code } from "../markdown/elements";
import type { DescribedContract } from "./described-contract";

/** Headings of a page in their order; what has one can be linked. */
export interface Section {
  heading: string;
  /** Names by which comments refer to it. */
  names: string[];
}

/** Where the items of all pages are, so that `{Name}` and `{Contract.name}` in a comment become links. */
export class Links {
  /** Names to addresses, a map for each page. */
  readonly #pages = new Map<string, Map<string, string>>();
  readonly #aliases = new Map<string, string>();

  add({ name, bases }: DescribedContract, sections: readonly Section[]): void {
    const anchors = new Anchors();
    const targets = new Map<string, string>();
    for (const { heading, names } of [{ heading: name, names: [] }, ...sections]) {
      const anchor = anchors.next(heading);
      // of functions of the same name, the first is meant
      for (const each of names) if (!targets.has(each)) targets.set(each, anchor);
    }
    this.#pages.set(name, targets);
    for (const base of bases) if (!this.#aliases.has(base.name)) this.#aliases.set(base.name, name);
  }

  /** Text of a comment on a page, with its references as links. */
  resolve(text: string, page: string): string {
    return text.replace(/\{([A-Z]?\w+)(?:[.-](\w+))?\}/g, (whole, first: string, second?: string) => {
      const found = this.#find(first, second, page);
      return found === undefined ? code(whole.slice(1, -1)) : `[${code(whole.slice(1, -1))}](${found})`;
    });
  }

  /** The address of a name on a page, as seen from another. */
  #find(first: string, second: string | undefined, page: string): string | undefined {
    if (second === undefined) {
      const anchor = this.#pages.get(page)?.get(first);
      if (anchor !== undefined) return `#${anchor}`;
    }
    const target = this.#pages.has(first) ? first : this.#aliases.get(first);
    if (target === undefined) return undefined;
    if (second === undefined) return `${target}.md`;
    const anchor = this.#pages.get(target)?.get(second);
    return anchor === undefined ? undefined : `${target === page ? "" : `${target}.md`}#${anchor}`;
  }

  /** Links a type of a page, where it is documented. */
  type(type: string, page: string): string {
    const name = type.replace(/(?:\[\d*\])+$/, "");
    const anchor = this.#pages.get(page)?.get(name);
    return anchor === undefined ? code(type) : `[${code(type)}](#${anchor})`;
  }
}
