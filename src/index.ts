export * from "./abi";
export * from "./deployments";
export * from "./devices";
export { devnetManifestSchema } from "./devnet/manifest-schema";
export {
  DEVNET_MANIFEST_VERSION,
  type DevnetAccount,
  type DevnetEpoch,
  type DevnetManifest,
  type DevnetProgram,
} from "./devnet/manifest";
export { OpenDepinError } from "./errors";
export type { Address, Hex } from "./hex";
export * from "./rewards";
