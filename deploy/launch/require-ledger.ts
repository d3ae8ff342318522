import { OpenDepinError } from "../../src/errors";

/** The last that goes with Hardhat 2; it brings native code for USB, which nobody needs who has no Ledger. */
const PLUGIN = "@nomicfoundation/hardhat-ledger";
const VERSION = "1.2.2";

/**
 * Loads what signs with a Ledger, if the environment asks for one; Hardhat takes plugins only with its configuration.
 *
 * @throws OpenDepinError `LEDGER_MISSING`.
 */
export function requireLedger(): void {
  if (process.env["OPENDEPIN_LEDGER"] === undefined) return;
  try {
    // eslint-disable-next-line @typescript-eslint/no-require-imports -- only whoever has a Ledger installs it
    require(PLUGIN);
  } catch (cause) {
    throw new OpenDepinError(
      "LEDGER_MISSING",
      `OPENDEPIN_LEDGER needs Hardhat's plugin: npm install --no-save ${PLUGIN}@${VERSION}`,
      { cause },
    );
  }
}
