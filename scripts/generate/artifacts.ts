import type { HardhatRuntimeEnvironment } from "hardhat/types";

export interface Artifact {
  contractName: string;
  sourceName: string;
  abi: unknown[];
  bytecode: string;
}

/** Ours, and the one contract of OpenZeppelin's that a network deploys as it is. */
const OURS = /^(contracts\/|@openzeppelin\/contracts\/access\/manager\/AccessManager\.sol)/;

/** Everything that is compiled for the suite, in the order of its paths. */
export async function ownArtifacts(hre: HardhatRuntimeEnvironment): Promise<Artifact[]> {
  const names = (await hre.artifacts.getAllFullyQualifiedNames()).filter((path) => OURS.test(path)).sort();
  return names.map((name) => hre.artifacts.readArtifactSync(name));
}

export function isMock({ sourceName }: Artifact): boolean {
  return sourceName.startsWith("contracts/mocks/");
}

/** What a live network can have at an address: no interface, nothing abstract, no mock. */
export function isDeployable(artifact: Artifact): boolean {
  return !isMock(artifact) && artifact.bytecode !== "0x";
}
