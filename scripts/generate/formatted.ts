import { format } from "prettier";

/** Text as `npm run format` leaves it. */
export function formatted(source: string, parser: "typescript" | "markdown"): Promise<string> {
  return format(source, { parser, printWidth: 110, plugins: ["prettier-plugin-solidity"] });
}
