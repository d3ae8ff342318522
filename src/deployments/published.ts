// Written by `npm run deploy`: one file a chain, listed here.
import type { NetworkDeployment } from "./network-deployment";

/** Every published deployment. */
export const published = [] as readonly NetworkDeployment[];
