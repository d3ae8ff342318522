/** One thing about a network that can be looked up. */
export interface Fact {
  /** What it is about: a contract, or the role table. */
  subject: string;
  what: string;
  expected: string;
  found: string;
}

/** A difference between a network and what it should be, in one line. */
export function lineOf({ subject, what, expected, found }: Fact): string {
  return `${subject}: ${what} should be ${expected}; is ${found}`;
}

/** What is looked up of one contract. */
export class Subject {
  constructor(readonly name: string) {}

  /** @param found Whatever it cannot answer is a fact too. */
  async fact(what: string, expected: unknown, found: Promise<unknown>): Promise<Fact> {
    const answer = await found.then(textOf, () => "no answer");
    return { subject: this.name, what, expected: textOf(expected), found: answer };
  }
}

/** Addresses in one spelling, lists element by element. */
function textOf(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(textOf).join(", ")}]`;
  if (typeof value === "string") return /^0x[0-9a-f]{40}$/i.test(value) ? value.toLowerCase() : value;
  return String(value);
}
