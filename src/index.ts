/**
 * What an app, a reporter or a test computes by itself, with no chain and no dependency. It runs in Node and in browsers, as
 * an ES module and as CommonJS. Numbers that go on chain are `bigint`; addresses and hashes are strings that
 * start with `0x`.
 *
 * What is refused is thrown as an `OpenDepinError`, whose `code` is for programs and whose message says what to do.
 *
 * @packageDocumentation
 */

export * from "./abi";
export * from "./deployments";
export * from "./devices";
export { devnetManifestSchema } from "./devnet/manifest-schema";
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
} from "./devnet/manifest";
export { type ExitCode, OpenDepinError, type OpenDepinErrorOptions } from "./errors";
export type { Address, Hex } from "./hex";
export * from "./rewards";
