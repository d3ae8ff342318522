import { setTimeout } from "node:timers/promises";

import { JsonRpcProvider, Wallet } from "ethers";

import { Reporter } from "./reporter.js";
import { readSettings, type Settings, USAGE } from "./settings.js";

async function main(settings: Settings): Promise<void> {
  const provider = new JsonRpcProvider(settings.rpc, undefined, { staticNetwork: true, cacheTimeout: -1 });
  const reporter = new Reporter(settings, provider, accountOf(process.env));
  let said = "";
  try {
    for (;;) {
      const { message, goOn } = await reporter.advance();
      if (message !== said) console.log(message);
      said = message;
      if (goOn) continue;
      if (settings.once) return;
      await setTimeout(settings.interval * 1000);
    }
  } finally {
    provider.destroy();
  }
}

/** The account of the key with which the command signs. */
function accountOf({ OPENDEPIN_PRIVATE_KEY: key, OPENDEPIN_KEYSTORE: keystore }: NodeJS.ProcessEnv): string {
  if (key !== undefined) return new Wallet(key).address;
  throw new Error(
    keystore === undefined
      ? "no key: set OPENDEPIN_PRIVATE_KEY"
      : "this example takes its key from OPENDEPIN_PRIVATE_KEY: read the keystore's address here to use one",
  );
}

try {
  const settings = readSettings(process.argv.slice(2));
  if (settings === undefined) {
    console.error(USAGE);
    process.exitCode = 2;
  } else await main(settings);
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}
