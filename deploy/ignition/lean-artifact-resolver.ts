import { HardhatArtifactResolver } from "@nomicfoundation/hardhat-ignition/helpers";

/**
 * Keeps the compiler's whole input and output out of the journal: fifty megabytes, which would be written once a contract.
 * What verification needs of them, this repository's own artifacts have.
 */
export class LeanArtifactResolver extends HardhatArtifactResolver {
  override getBuildInfo(): Promise<undefined> {
    return Promise.resolve(undefined);
  }
}
