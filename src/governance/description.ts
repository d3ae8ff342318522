import { OpenDepinError } from "../errors";
import type { Address } from "../hex";

/**
 * The text of a proposal: its title as a heading, what there is to say about it, and who may propose it.
 *
 * The governor takes a text that ends with `#proposer=` from that account only. Otherwise somebody could propose the
 * same first, and cancel it.
 *
 * @throws OpenDepinError `TITLE_INVALID`.
 */
export function descriptionOf(title: string, text: string, proposer: Address): string {
  if (title.trim() === "" || /[\r\n]/.test(title))
    throw new OpenDepinError("TITLE_INVALID", "a proposal has a title, of one line; give --title");
  const body = text.trim() === "" ? "" : `${text.trim()}\n\n`;
  return `# ${title.trim()}\n\n${body}#proposer=${proposer}`;
}

/** A proposal's title: its first line, without the mark of a heading. */
export function titleOf(description: string): string {
  const [first = ""] = description.split("\n", 1);
  return first.replace(/^#+\s*/, "").trim();
}
