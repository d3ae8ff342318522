const address = { type: "string", pattern: "^0x[0-9a-fA-F]{40}$" } as const;
const bytes32 = { type: "string", pattern: "^0x[0-9a-fA-F]{64}$" } as const;
const missing = { type: "null" } as const;
const id = { type: "integer", minimum: 1 } as const;
const signer = { type: "string", pattern: "^0x([0-9a-f]{2}){20,}$" } as const;
const amount = { type: "string", pattern: "^[0-9]+$" } as const;
const seconds = { type: "integer", minimum: 0 } as const;

const epoch = {
  type: "object",
  required: ["epoch", "status", "root", "total", "directory", "finalizableAt"],
  additionalProperties: false,
  properties: {
    epoch: { type: "integer", minimum: 0 },
    status: { enum: ["claimable", "superseded", "pending", "disputed"] },
    root: bytes32,
    total: amount,
    directory: { type: "string" },
    finalizableAt: seconds,
  },
} as const;

const member = {
  type: "object",
  required: ["name", "account", "signer", "weight", "honest"],
  additionalProperties: false,
  properties: { name: { type: "string" }, account: address, signer, weight: id, honest: { type: "boolean" } },
} as const;

const committee = {
  type: "object",
  required: ["address", "quorum", "members"],
  additionalProperties: false,
  properties: { address, quorum: id, members: { type: "array", items: member } },
} as const;

const program = {
  type: "object",
  required: ["program", "name", "distributor", "reporter", "committee", "epochs"],
  additionalProperties: false,
  properties: {
    program: id,
    name: { type: "string" },
    distributor: address,
    reporter: address,
    committee: { anyOf: [committee, missing] },
    epochs: { type: "array", items: epoch },
  },
} as const;

const dispute = {
  type: "object",
  required: [
    "dispute",
    "program",
    "epoch",
    "nonce",
    "challenger",
    "bond",
    "penalty",
    "rulingDeadline",
    "evidence",
    "directory",
  ],
  additionalProperties: false,
  properties: {
    dispute: id,
    program: id,
    epoch: { type: "integer", minimum: 0 },
    nonce: id,
    challenger: address,
    bond: amount,
    penalty: amount,
    rulingDeadline: seconds,
    evidence: bytes32,
    directory: { type: "string" },
  },
} as const;

const proposal = {
  type: "object",
  required: ["proposal", "title", "proposer", "status", "executableFrom", "lapsesAt"],
  additionalProperties: false,
  properties: {
    proposal: amount,
    title: { type: "string" },
    proposer: address,
    status: { const: "queued" },
    executableFrom: seconds,
    lapsesAt: seconds,
  },
} as const;

const kind = {
  type: "object",
  required: ["kind", "name", "program", "category", "open"],
  additionalProperties: false,
  properties: {
    kind: id,
    name: { type: "string" },
    program: id,
    category: { enum: ["Physical", "Digital"] },
    open: { type: "boolean" },
  },
} as const;

const account = {
  type: "object",
  required: ["address", "privateKey"],
  additionalProperties: false,
  properties: { address, privateKey: bytes32 },
} as const;

const maker = {
  type: "object",
  required: ["maker", "name", "account", "attestationKey", "kinds", "batch"],
  additionalProperties: false,
  properties: {
    maker: id,
    name: { type: "string" },
    account: address,
    attestationKey: account,
    kinds: { type: "array", items: id },
    batch: { anyOf: [bytes32, missing] },
  },
} as const;

const suspension = {
  type: "object",
  required: ["fromEpoch", "untilEpoch", "reason"],
  additionalProperties: false,
  properties: {
    fromEpoch: { type: "integer", minimum: 0 },
    untilEpoch: { type: "integer", minimum: 1 },
    reason: { type: "integer", minimum: 0, maximum: 65_535 },
  },
} as const;

const device = {
  type: "object",
  required: [
    "device",
    "name",
    "kind",
    "curve",
    "signer",
    "keyFile",
    "maker",
    "owner",
    "payee",
    "cell",
    "suspension",
  ],
  additionalProperties: false,
  properties: {
    device: bytes32,
    name: { type: "string" },
    kind: id,
    curve: { enum: ["P-256", "secp256k1"] },
    signer,
    keyFile: { type: "string" },
    maker: { type: "integer", minimum: 0 },
    owner: { anyOf: [address, missing] },
    payee: { anyOf: [address, missing] },
    cell: { anyOf: [{ type: "string", pattern: "^8[0-9a-f]{14}$" }, missing] },
    suspension: { anyOf: [suspension, missing] },
  },
} as const;

const contracts = {
  type: "object",
  required: [
    "accessManager",
    "rewardToken",
    "emissionController",
    "makerRegistry",
    "deviceRegistry",
    "p256Verifier",
    "rsaVerifier",
    "webAuthnVerifier",
    "operatorStaking",
    "reporterCommittee",
    "disputeManager",
    "networkGovernor",
    "networkTimelock",
  ],
  additionalProperties: false,
  properties: {
    accessManager: address,
    rewardToken: address,
    emissionController: address,
    makerRegistry: address,
    deviceRegistry: address,
    p256Verifier: address,
    rsaVerifier: address,
    webAuthnVerifier: address,
    operatorStaking: address,
    reporterCommittee: address,
    disputeManager: address,
    networkGovernor: address,
    networkTimelock: address,
  },
} as const;

/** JSON Schema (draft 2020-12) of `devnet.json`. */
export const devnetManifestSchema = {
  $schema: "https://json-schema.org/draft/2020-12/schema",
  title: "OpenDePIN devnet manifest",
  type: "object",
  required: [
    "format",
    "version",
    "chainId",
    "rpc",
    "http",
    "data",
    "contracts",
    "programs",
    "kinds",
    "makers",
    "devices",
    "disputes",
    "proposals",
    "accounts",
  ],
  additionalProperties: false,
  properties: {
    format: { const: "opendepin-devnet" },
    version: { const: 5 },
    chainId: { type: "integer", minimum: 1 },
    rpc: { type: "string" },
    http: { type: "string" },
    data: { type: "string" },
    contracts,
    programs: { type: "array", items: program },
    kinds: { type: "array", items: kind },
    makers: { type: "array", items: maker },
    devices: { type: "array", items: device },
    disputes: { type: "array", items: dispute },
    proposals: { type: "array", items: proposal },
    accounts: { type: "object", additionalProperties: account },
  },
} as const;
