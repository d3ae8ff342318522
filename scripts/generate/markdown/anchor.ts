/**
 * The anchors that GitHub gives to the headings of one document, in their order: lower case, no punctuation, hyphens for
 * spaces, and a number for a text that occurred before.
 */
export class Anchors {
  readonly #used = new Map<string, number>();

  /** The anchor of the document's next heading. */
  next(heading: string): string {
    const slug = slugOf(heading);
    const before = this.#used.get(slug);
    this.#used.set(slug, (before ?? -1) + 1);
    if (before === undefined) return slug;
    const numbered = `${slug}-${(before + 1).toString()}`;
    this.#used.set(numbered, 0);
    return numbered;
  }
}

function slugOf(heading: string): string {
  return heading
    .trim()
    .replace(/\[([^\]]*)\]\([^)]*\)/g, "$1")
    .toLowerCase()
    .replace(/[^\p{L}\p{M}\p{N}\p{Pc}\- ]/gu, "")
    .replace(/ /g, "-");
}
