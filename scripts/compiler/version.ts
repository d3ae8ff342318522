import solc = require("solc");

/** The pinned compiler's version as metadata and block explorers write it: `0.8.37+commit.<hash>`. */
export function longVersion(): string {
  return (solc as { version(): string }).version().replace(".Emscripten.clang", "");
}
