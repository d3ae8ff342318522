/**
 * Shares of a budget, cumulative totals, the trees that a root stands for, and what reporters sign. docs/EPOCHS.md says what the parts are for, docs/REPORTING.md how a committee uses them.
 *
 * @packageDocumentation
 */

export type { DeviceKey } from "../devices/device-key";
export type { Signer } from "../devices/signer";
export type { TypedData, TypedDataDomain, TypedDataField } from "../eip712/typed-data";
export { type ExitCode, OpenDepinError, type OpenDepinErrorOptions } from "../errors";
export { approvalFromJson, approvalToJson } from "../files/approval-file";
export { requestFromJson, requestToJson } from "../files/request-file";
export type { KeyedRows } from "../flat/keyed-rows";
export type { Word } from "../flat/word";
export type { Address, Hex } from "../hex";
export { allocate, type Allocation } from "./allocate";
export { dataHash, type FileHash } from "./epoch/data-hash";
export { type Delta, Ledger, updateLedger } from "./ledger";
export * from "./report";
export * from "./tree";
