/**
 * The whole permission table: every privileged call of the suite is `restricted` by one AccessManager, and what is
 * not listed here belongs to nobody but the admin. Deployment applies this file; tests compare it with the chain.
 */

/** Who holds a role once a network is deployed: a contract of the suite, or an account named in the parameters. */
export type Holder = "EmissionController" | "governance" | "guardian";

export interface Role {
  /** Number of the role in the AccessManager; never reused. 0 is the admin, who also grants every role. */
  readonly id: bigint;
  /** What a holder can do, and what it cannot. */
  readonly power: string;
  readonly holder: Holder;
}

export interface Permission {
  readonly contract:
    "RewardToken" | "EmissionController" | "RewardDistributor" | "MakerRegistry" | "DeviceRegistry";
  /** Signatures of the functions, as in the ABI. */
  readonly functions: readonly string[];
  readonly role: RoleName;
}

export const roles = {
  minter: {
    id: 1n,
    power:
      "Mints the reward token, up to its cap. Held by the EmissionController alone, which mints the schedule.",
    holder: "EmissionController",
  },
  emissions: {
    id: 2n,
    power:
      "Adds programs; sets the curve and the weights, from the next epoch on. Cannot touch what is earned.",
    holder: "governance",
  },
  program: {
    id: 3n,
    power:
      "Names the reporter and the challenge window of later reports. Cannot touch a pending or final one.",
    holder: "governance",
  },
  guardian: {
    id: 4n,
    power:
      "Voids a pending report inside its challenge window; revokes makers' keys and batches. Cannot pay, mint, stop a claim, or touch an onboarded device.",
    holder: "guardian",
  },
  makers: {
    id: 5n,
    power:
      "Decides what is onboarded from now on: kinds, makers, verifiers, required bonds. Cannot touch an onboarded device, except by taking its key's verifier off the list.",
    holder: "governance",
  },
  suspender: {
    id: 6n,
    power:
      "Excludes devices from epochs that have not ended, for 366 days at most, and lifts that. Cannot take what is earned, nor the device.",
    holder: "governance",
  },
} as const satisfies Record<string, Role>;

export type RoleName = keyof typeof roles;

export const permissions: readonly Permission[] = [
  { contract: "RewardToken", functions: ["mint(address,uint256)"], role: "minter" },
  {
    contract: "EmissionController",
    functions: ["addProgram(address)", "setWeights(uint16[])", "setCurve(address)"],
    role: "emissions",
  },
  {
    contract: "RewardDistributor",
    functions: ["setReporter(address)", "setChallengeWindow(uint32)"],
    role: "program",
  },
  { contract: "RewardDistributor", functions: ["void(uint32,bytes32)"], role: "guardian" },
  {
    contract: "MakerRegistry",
    functions: [
      "setVerifier(address,bool)",
      "addKind(uint32,uint8,bool,uint128,string,string)",
      "setKindActive(uint32,bool)",
      "setRequiredBond(uint32,uint128)",
      "addMaker(address,string)",
      "setMakerActive(uint32,bool)",
      "setMakerKind(uint32,uint32,bool)",
    ],
    role: "makers",
  },
  {
    contract: "MakerRegistry",
    functions: ["revokeAttestationKey(uint32,bytes32)", "revokeBatch(uint32,bytes32)"],
    role: "guardian",
  },
  {
    contract: "DeviceRegistry",
    functions: ["suspend(uint256,uint32,uint32,uint16,bytes32)", "lift(uint256)"],
    role: "suspender",
  },
];

/** State-changing functions that anybody may call, and why nobody can do harm with them. */
export const permissionless: Readonly<Record<Permission["contract"], Readonly<Record<string, string>>>> = {
  RewardToken: {
    "transfer(address,uint256)": "moves the caller's own tokens",
    "transferFrom(address,address,uint256)": "moves what the owner has allowed",
    "approve(address,uint256)": "allows the spending of the caller's own tokens",
    "permit(address,address,uint256,uint256,uint8,bytes32,bytes32)": "needs the owner's signature",
    "burn(uint256)": "destroys the caller's own tokens",
    "burnFrom(address,uint256)": "destroys what the owner has allowed",
    "transferWithAuthorization(address,address,uint256,uint256,uint256,bytes32,uint8,bytes32,bytes32)":
      "needs the owner's signature",
    "transferWithAuthorization(address,address,uint256,uint256,uint256,bytes32,bytes)":
      "needs the owner's signature",
    "receiveWithAuthorization(address,address,uint256,uint256,uint256,bytes32,uint8,bytes32,bytes32)":
      "needs the owner's signature",
    "receiveWithAuthorization(address,address,uint256,uint256,uint256,bytes32,bytes)":
      "needs the owner's signature",
    "cancelAuthorization(address,bytes32,uint8,bytes32,bytes32)": "needs the owner's signature",
    "cancelAuthorization(address,bytes32,bytes)": "needs the owner's signature",
    "setAuthority(address)": "only the AccessManager itself may call it",
  },
  EmissionController: {
    "draw(uint32,uint256)":
      "only the program's own distributor may call it, within what the program has earned",
    "setAuthority(address)": "only the AccessManager itself may call it",
  },
  RewardDistributor: {
    "propose((uint32,uint32,uint32,uint40,bytes32,uint128,bytes32,string),bytes)":
      "needs the reporter's signature over every field",
    "finalize()": "turns the crank after the window; the result does not depend on the caller",
    "claim(address,uint256,bytes32,bytes32[])": "pays the account that the root names, whoever calls",
    "claimMany((address,uint256,bytes32,bytes32[])[])":
      "pays the accounts that the root names, whoever calls",
    "setAuthority(address)": "only the AccessManager itself may call it",
  },
  MakerRegistry: {
    "setMakerURI(uint32,string)": "only the maker's own account may call it",
    "transferMaker(uint32,address)": "only the maker's own account may call it",
    "acceptMaker(uint32)": "only the account that the maker named may call it",
    "addAttestationKey(uint32,bytes)": "only the maker's own account may call it",
    "provisionBatch(uint32,bytes32,uint40,string)": "only the maker's own account may call it",
    "setAuthority(address)": "only the AccessManager itself may call it",
  },
  DeviceRegistry: {
    "register((address,uint32,uint32,uint40,bytes,bytes,(uint40,bytes),(uint32,uint40,bytes,bytes,bytes32[])))":
      "needs the consents of the device, its owner and, unless the kind is open, a maker",
    "registerMany((address,uint32,uint32,uint40,bytes,bytes,(uint40,bytes),(uint32,uint40,bytes,bytes,bytes32[]))[])":
      "does what as many calls of register do",
    "rotateKey((uint256,uint32,uint40,bytes,bytes,bytes,bytes,(uint40,bytes),(uint32,uint40,bytes,bytes,bytes32[])))":
      "needs the consents of the new key and of the old key or the owner; with one of them only, it waits",
    "completeRotation(uint256)": "turns the crank after the delay; the result does not depend on the caller",
    "cancelRotation(uint256)": "only the device's owner may call it",
    "release(uint256)": "only the device's owner may call it",
    "setPayee(uint256,address)": "only the device's owner may call it",
    "setDefaultPayee(address)": "concerns the caller's own devices",
    "assertLocation((uint256,uint64,uint32,uint40,bytes,bytes,(uint40,bytes)))":
      "needs the consents of the owner and of the device or its maker",
    "setMetadata(uint256,string,bytes32)": "only the device's owner may call it",
    "appeal(uint256,bytes32,string)": "only the device's owner may call it",
    "multicall(bytes[])": "does what its calls do, for the same caller",
    "approve(address,uint256)": "allows the transfer of the caller's own device",
    "setApprovalForAll(address,bool)": "allows the transfer of the caller's own devices",
    "transferFrom(address,address,uint256)": "moves what the owner has allowed",
    "safeTransferFrom(address,address,uint256)": "moves what the owner has allowed",
    "safeTransferFrom(address,address,uint256,bytes)": "moves what the owner has allowed",
    "setAuthority(address)": "only the AccessManager itself may call it",
  },
};
