/** Codes of "limit exceeded" (EIP-1474), of ethers for a request that took too long, and of HTTP for too much. */
const LIMIT_CODES: readonly unknown[] = [-32005, "TIMEOUT", 413];

/**
 * How nodes and providers say that a query for logs asks for too much at once; there is no standard for it.
 */
const LIMIT_TEXT = new RegExp(
  [
    "query returned more than",
    "block range",
    "(?:range|response|result|query|logs?).{0,40}(?:too (?:large|wide|big|many)|exceed|limit|greater than|more than)",
    "(?:exceed|limit|max(?:imum)?|too many|up to|more than).{0,40}(?:range|results?|logs?|response|blocks|size)",
    "tim(?:ed? ?|e-)out",
    "payload too large",
  ].join("|"),
  "i",
);

/** Deep enough for a provider's answer within an error of ethers. */
const DEEPEST = 4;

/** Whether an error means that the same query may succeed for fewer blocks. */
export function isProviderLimit(error: unknown): boolean {
  return isLimit(error, DEEPEST);
}

function isLimit(error: unknown, depth: number): boolean {
  if (typeof error !== "object" || error === null || depth === 0) return false;
  const { code, message, error: inner, info, cause } = error as Record<string, unknown>;
  if (LIMIT_CODES.includes(code)) return true;
  if (typeof message === "string" && LIMIT_TEXT.test(message)) return true;
  return [inner, info, cause].some((part) => isLimit(part, depth - 1));
}
