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
  readonly contract: "RewardToken" | "EmissionController" | "RewardDistributor";
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
    power: "Voids a pending report inside its challenge window. Cannot pay, mint, or stop a claim.",
    holder: "guardian",
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
};
