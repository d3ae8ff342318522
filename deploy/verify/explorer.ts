import { Etherscan } from "@nomicfoundation/hardhat-verify/etherscan";

import { EXIT, OpenDepinError } from "../../src/errors";
import type { VerifiableContract } from "./verifiable-contract";

/** The API of all of Etherscan's chains, and the form that other explorers have taken over. */
export const ETHERSCAN = "https://api.etherscan.io/v2/api";

/** What became of a contract's sources. */
export interface Verification {
  result: "verified" | "was verified already" | "refused";
  /** Why it was refused. */
  reason?: string;
}

/** A block explorer, as far as it takes sources. */
export class Explorer {
  readonly #api: Etherscan;

  /** @param key Of the explorer's API; any text where it asks for none. */
  constructor(
    readonly url: string,
    key: string,
    chainId: number,
  ) {
    this.#api = new Etherscan(key, url, "", chainId);
    // with a chain id it would ask Etherscan itself, whatever it was told
    this.#api.apiUrl = url;
  }

  /**
   * Hands a contract's sources in, unless the explorer has them, and waits for what it says.
   *
   * @throws OpenDepinError `EXPLORER_UNREACHABLE`.
   */
  async verify(contract: VerifiableContract): Promise<Verification> {
    const { address, qualifiedName, compilerVersion, input, constructorArguments } = contract;
    if (constructorArguments === undefined)
      return {
        result: "refused",
        reason: "no deployment of this repository's code created it: hand it in yourself",
      };
    try {
      if (await this.#api.isVerified(address)) return { result: "was verified already" };
      const { message: ticket } = await this.#api.verify(
        address,
        input,
        qualifiedName,
        compilerVersion,
        constructorArguments,
      );
      const answer = await this.#api.getVerificationStatus(ticket);
      if (answer.isSuccess()) return { result: "verified" };
      if (answer.isAlreadyVerified()) return { result: "was verified already" };
      return { result: "refused", reason: answer.message };
    } catch (error) {
      return this.#refusal(error);
    }
  }

  /** What the explorer answered is about one contract; that it does not answer is about all of them. */
  #refusal(error: unknown): Verification {
    const { name, message } = error instanceof Error ? error : new Error(String(error));
    if (name === "ContractAlreadyVerifiedError") return { result: "was verified already" };
    if (name !== "NetworkRequestError")
      return { result: "refused", reason: message.replace(/\s*\n\s*/g, " ") };
    throw new OpenDepinError(
      "EXPLORER_UNREACHABLE",
      `the explorer does not answer at ${this.url}; run this again later: what is verified is not handed in again`,
      { exitCode: EXIT.network, cause: error },
    );
  }
}
