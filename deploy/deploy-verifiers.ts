import { id, type Signer } from "ethers";
import type { HardhatRuntimeEnvironment } from "hardhat/types";

import { P256Verifier__factory, RSAVerifier__factory, WebAuthnVerifier__factory } from "../typechain-types";
import { deployShared, requireCreateX } from "./create-x";

/** The verifiers of devices' keys. */
export interface Verifiers {
  P256Verifier: string;
  RSAVerifier: string;
  WebAuthnVerifier: string;
}

const SALT = id("OpenDePIN verifiers");

/**
 * Deploys the verifiers of devices' keys, unless they are there. They have no state and no owner, and all networks of all
 * chains share them: a device's id follows from its key and its verifier, so that it is the same everywhere.
 */
export async function deployVerifiers(hre: HardhatRuntimeEnvironment, sender: Signer): Promise<Verifiers> {
  await requireCreateX(hre, { contract: "P256Verifier", salt: SALT });
  return {
    P256Verifier: await deployShared(SALT, P256Verifier__factory.bytecode, sender),
    RSAVerifier: await deployShared(SALT, RSAVerifier__factory.bytecode, sender),
    WebAuthnVerifier: await deployShared(SALT, WebAuthnVerifier__factory.bytecode, sender),
  };
}
