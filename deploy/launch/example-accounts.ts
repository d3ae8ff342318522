import { type Fields, ParameterError } from "../parameter-fields";

/** The accounts of the example files, `0xfa4e…` for fake: nobody has a key of them. */
const EXAMPLE_ACCOUNT = /^0xfa4e0{32}[0-9a-f]{4}$/i;

/**
 * An example is there to be copied and filled in, never to be deployed.
 *
 * @throws ParameterError naming the first account that is still an example's, and how many more are.
 */
export function refuseExampleAccounts(fields: Fields): void {
  const [first, ...others] = examplesIn(fields, "");
  if (first === undefined) return;
  const more = others.length === 0 ? "" : `, and ${others.length} more`;
  throw new ParameterError(`${first} is still an example's address${more}: put in your own`);
}

/** Paths of the values that are example accounts. */
function examplesIn(value: unknown, path: string): string[] {
  if (typeof value === "string") return EXAMPLE_ACCOUNT.test(value) ? [path] : [];
  if (Array.isArray(value)) return value.flatMap((item, index) => examplesIn(item, `${path}[${index}]`));
  if (typeof value !== "object" || value === null) return [];
  const prefix = path === "" ? "" : `${path}.`;
  return Object.entries(value).flatMap(([key, field]) => examplesIn(field, `${prefix}${key}`));
}
