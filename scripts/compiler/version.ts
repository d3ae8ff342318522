import solc from "solc";

/** The pinned compiler's version as metadata and block explorers write it: `0.8.37+commit.<hash>`. */
export function longVersion(): string {
  // solc's own types call its exports `any`
  return (solc as { version(): string }).version().replace(".Emscripten.clang", "");
}
