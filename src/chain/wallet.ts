import { readFile } from "node:fs/promises";

import { type Provider, Wallet } from "ethers";

import { OpenDepinError } from "../errors";
import { fileError } from "../files/file-error";
import { KEY_HELP } from "./key-help";

/**
 * The account that the environment names.
 *
 * @param provider What it sends through; null if it only signs.
 * @throws OpenDepinError `KEY_MISSING`, `KEY_INVALID`; neither repeats the key.
 */
export async function walletFromEnvironment(
  provider: Provider | null,
  environment: NodeJS.ProcessEnv = process.env,
): Promise<Wallet> {
  const { OPENDEPIN_PRIVATE_KEY: key, OPENDEPIN_KEYSTORE: keystore } = environment;
  if (key !== undefined) return fromKey(key).connect(provider);
  if (keystore !== undefined) {
    return (await fromKeystore(keystore, environment["OPENDEPIN_KEYSTORE_PASSWORD"])).connect(provider);
  }
  throw new OpenDepinError("KEY_MISSING", `no key to sign with. ${KEY_HELP}`);
}

function fromKey(key: string): Wallet {
  try {
    return new Wallet(key);
  } catch {
    throw new OpenDepinError("KEY_INVALID", "OPENDEPIN_PRIVATE_KEY is not 0x and 64 hexadecimal digits");
  }
}

async function fromKeystore(file: string, password: string | undefined): Promise<Wallet> {
  if (password === undefined) {
    throw new OpenDepinError("KEY_MISSING", "set OPENDEPIN_KEYSTORE_PASSWORD to open the keystore", { file });
  }
  const json = await readFile(file, "utf8").catch((cause: unknown) => {
    throw fileError(file, cause);
  });
  try {
    const wallet = await Wallet.fromEncryptedJson(json, password);
    return new Wallet(wallet.privateKey);
  } catch (cause) {
    throw new OpenDepinError("KEY_INVALID", "not a keystore that this password opens", { file, cause });
  }
}
