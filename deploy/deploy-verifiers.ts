import { id, type Signer } from "ethers";
import type { HardhatRuntimeEnvironment } from "hardhat/types";

import { P256Verifier__factory, RSAVerifier__factory, WebAuthnVerifier__factory } from "../typechain-types";
import { deployShared, requireCreateX, sharedAddress } from "./create-x";

/** The verifiers of devices' keys. */
export interface Verifiers {
  P256Verifier: string;
  RSAVerifier: string;
  WebAuthnVerifier: string;
}

const SALT = id("OpenDePIN verifiers");
const CODE: Readonly<Record<keyof Verifiers, string>> = {
  P256Verifier: P256Verifier__factory.bytecode,
  RSAVerifier: RSAVerifier__factory.bytecode,
  WebAuthnVerifier: WebAuthnVerifier__factory.bytecode,
};

/** Where they stand, on every chain that has them. */
export function verifierAddresses(): Verifiers {
  const at = (name: keyof Verifiers) => sharedAddress(SALT, CODE[name]);
  return {
    P256Verifier: at("P256Verifier"),
    RSAVerifier: at("RSAVerifier"),
    WebAuthnVerifier: at("WebAuthnVerifier"),
  };
}

/**
 * Deploys the verifiers of devices' keys, unless they are there. They have no state and no owner, and all networks of all
 * chains share them: a device's id follows from its key and its verifier, so that it is the same everywhere.
 */
export async function deployVerifiers(hre: HardhatRuntimeEnvironment, sender: Signer): Promise<Verifiers> {
  await requireCreateX(hre, { contract: "P256Verifier", salt: SALT });
  for (const code of Object.values(CODE)) await deployShared(SALT, code, sender);
  return verifierAddresses();
}
