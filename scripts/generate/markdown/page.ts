/** A generated document. */
export interface Page {
  file: string;
  title: string;
  /** What it is about, in a sentence. */
  summary: string;
  text: string;
}

/** The first sentence of a text, on one line. */
export function firstSentence(text: string): string {
  const line = text.replace(/\s*\n\s*/g, " ");
  return /^.*?[.:](?=\s|$)/.exec(line)?.[0].replace(/:$/, ".") ?? line;
}
