export { allocate, type Allocation } from "./allocate";
export { dataHash, type FileHash } from "./epoch/data-hash";
export { type Delta, Ledger, updateLedger } from "./ledger";
export * from "./report";
export * from "./tree";
