export { approvalFromJson, approvalToJson } from "../files/approval-file";
export { requestFromJson, requestToJson } from "../files/request-file";
export { allocate, type Allocation } from "./allocate";
export { dataHash, type FileHash } from "./epoch/data-hash";
export { type Delta, Ledger, updateLedger } from "./ledger";
export * from "./report";
export * from "./tree";
