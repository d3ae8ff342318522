const address = { type: "string", pattern: "^0x[0-9a-fA-F]{40}$" } as const;
const bytes32 = { type: "string", pattern: "^0x[0-9a-fA-F]{64}$" } as const;
const seconds = { type: "integer", minimum: 0 } as const;

const epoch = {
  type: "object",
  required: ["epoch", "status", "root", "total", "directory", "finalizableAt"],
  additionalProperties: false,
  properties: {
    epoch: { type: "integer", minimum: 0 },
    status: { enum: ["claimable", "pending"] },
    root: bytes32,
    total: { type: "string", pattern: "^[0-9]+$" },
    directory: { type: "string" },
    finalizableAt: seconds,
  },
} as const;

const program = {
  type: "object",
  required: ["program", "name", "distributor", "reporter", "epochs"],
  additionalProperties: false,
  properties: {
    program: { type: "integer", minimum: 1 },
    name: { type: "string" },
    distributor: address,
    reporter: address,
    epochs: { type: "array", items: epoch },
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
  },
} as const;

/** JSON Schema (draft 2020-12) of `devnet.json`. */
export const devnetManifestSchema = {
  $schema: "https://json-schema.org/draft/2020-12/schema",
  title: "OpenDePIN devnet manifest",
  type: "object",
  required: ["format", "version", "chainId", "rpc", "contracts", "programs", "accounts"],
  additionalProperties: false,
  properties: {
    format: { const: "opendepin-devnet" },
    version: { const: 2 },
    chainId: { type: "integer", minimum: 1 },
    rpc: { type: "string" },
    contracts,
    programs: { type: "array", items: program },
    accounts: {
      type: "object",
      additionalProperties: {
        type: "object",
        required: ["address", "privateKey"],
        additionalProperties: false,
        properties: { address, privateKey: bytes32 },
      },
    },
  },
} as const;
