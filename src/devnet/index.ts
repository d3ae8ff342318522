/**
 * A devnet for test suites: the whole suite, deployed and seeded, on a chain of its own.
 *
 * @packageDocumentation
 */

export type { Address, Hex } from "../hex";
export { ANVIL_VERSION } from "./anvil/find-anvil";
export { DEVNET_CHAIN_ID } from "./chain-id";
export {
  DEVNET_MANIFEST_VERSION,
  type DevnetAccount,
  type DevnetCommittee,
  type DevnetDevice,
  type DevnetDispute,
  type DevnetEpoch,
  type DevnetKind,
  type DevnetMaker,
  type DevnetManifest,
  type DevnetMember,
  type DevnetProgram,
  type DevnetProposal,
  type DevnetSuspension,
} from "./manifest";
export { devnetManifestSchema } from "./manifest-schema";
export type { Gift } from "./operations/faucet";
export { type Devnet, type DevnetOptions, startDevnet } from "./start-devnet";
