/**
 * Ids and keys of devices, the typed data of every consent, batches of makers, and snapshots that are folded from the
 * registries' events. docs/DEVICES.md says what the parts are for, docs/STAKING.md which devices a bond covers.
 *
 * @packageDocumentation
 */

export { digestOf } from "../eip712/digest-of";
export type { TypedData, TypedDataDomain, TypedDataField } from "../eip712/typed-data";
export { type ExitCode, OpenDepinError, type OpenDepinErrorOptions } from "../errors";
export type { Word } from "../flat/word";
export type { Address, Hex } from "../hex";
export type { Tree } from "../merkle/build-tree";
export type { TreeDump } from "../merkle/tree-dump";
export { addressSigner } from "./address-signer";
export type { BatchColumns } from "./batch-columns";
export type { BatchRow } from "./batch-rows";
export { batchTree, type BatchTree, type BatchTreeDump } from "./batch-tree";
export { deviceIdOf } from "./device-id-of";
export type { DeviceKey } from "./device-key";
export { type GeneratedP256, generateP256 } from "./generate-p256";
export { isCell } from "./is-cell";
export { keyHashOf } from "./key-hash-of";
export { type EcdsaSignature, lowS } from "./low-s";
export { loadBatchTree } from "./load-batch-tree";
export type { Attestation, Location, Onboarding, OwnerConsent, Rotation } from "./messages";
export { p256Key, type P256Keys } from "./p256-key";
export { p256KeyFromPem } from "./p256-key-from-pem";
export type { P256PublicKey } from "./p256-point";
export { p256Signer } from "./p256-signer";
export { parseCell } from "./parse-cell";
export { type ParsedSigner, parseSigner } from "./parse-signer";
export { type RsaPublicKey, rsaSigner } from "./rsa-signer";
export type { Signer } from "./signer";
export * from "../staking";
export * from "./snapshot";
export * from "./typed-data";
export { type BatchProof, verifyBatch } from "./verify-batch";
export { webAuthnSigner } from "./web-authn-signer";
export type { WebCryptoKey, WebCryptoKeyPair } from "./web-crypto";
