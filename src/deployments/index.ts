/**
 * Where published networks are, by chain id.
 *
 * @packageDocumentation
 */

import type { NetworkDeployment } from "./network-deployment";
import { published } from "./published";

export type { Address, Hex } from "../hex";

export type { NetworkDeployment } from "./network-deployment";

/** Published deployments by chain id. The devnet is not among them: it describes itself in `devnet.json`. */
export const deployments: Readonly<Record<number, NetworkDeployment>> = Object.fromEntries(
  published.map((deployment) => [deployment.chainId, deployment]),
);

/** The published deployment on a chain, if there is one. */
export function addressesOf(chainId: number): NetworkDeployment | undefined {
  return deployments[chainId];
}
