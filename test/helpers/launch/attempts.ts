import { AbiCoder, type FunctionFragment, Interface, type ParamType, ZeroAddress } from "ethers";
import { ethers } from "hardhat";

import { type NetworkAddresses } from "../../../deploy/deploy-network";
import { ADMIN, OPERATION, permissionless, permissions, PROPOSAL, roles } from "../../../deploy/roles";
import { holdersOf, type RoleAccounts } from "../../../deploy/role-table/targets";

/** A call that only some may make. */
export interface RestrictedCall {
  name: string;
  target: string;
  data: string;
  /** Who may make it, at once or after a delay, in small letters. */
  holders: ReadonlySet<string>;
}

/** What a contract says to whom it does not listen; OpenZeppelin's, each with the account that it refuses. */
const REFUSALS = new Interface([
  "error AccessManagedUnauthorized(address caller)",
  "error AccessManagerUnauthorizedAccount(address account, uint64 role)",
  "error AccessControlUnauthorizedAccount(address account, bytes32 role)",
  "error GovernorOnlyExecutor(address account)",
  "error TimelockUnauthorizedCaller(address caller)",
]);

/** Reasons in the role table of which the only caller is one contract. */
const OWN_CALLERS: Readonly<Record<string, "NetworkTimelock" | "NetworkGovernor" | "AccessManager">> = {
  [ADMIN]: "NetworkTimelock",
  [PROPOSAL]: "NetworkGovernor",
  [OPERATION]: "NetworkTimelock",
  "only the governor may call it": "NetworkGovernor",
  "only the AccessManager itself may call it": "AccessManager",
};

/** A number of seconds that is in every range. */
const DAY = 86_400n;

/** What the guardian may revoke, and the maker whose it is: the arguments name the first one. */
const OF_MAKER = new Set(["revokeAttestationKey(uint32,bytes32)", "revokeBatch(uint32,bytes32)"]);

/** Every call of the suite that not everybody may make, with the plainest arguments. */
export function restrictedCalls(
  addresses: NetworkAddresses,
  accounts: RoleAccounts & { makers: readonly { account: string }[] },
): RestrictedCall[] {
  const members = holdersOf(addresses, accounts);
  const maker = accounts.makers.slice(0, 1).map(({ account }) => account);
  const privileged = permissions.flatMap(({ contract, functions, role }) =>
    functions.flatMap((signature) =>
      callsOf(addresses, contract, signature, [
        ...roles[role].holders.map((holder) => members[holder]),
        ...(OF_MAKER.has(signature) ? maker : []),
      ]),
    ),
  );
  const guarded = Object.entries(permissionless).flatMap(([contract, functions]) =>
    Object.entries(functions).flatMap(([signature, reason]) => {
      const caller = OWN_CALLERS[reason];
      return caller === undefined
        ? []
        : callsOf(addresses, contract as keyof typeof permissionless, signature, [addresses[caller]]);
    }),
  );
  return [...privileged, ...guarded];
}

/** Whether a contract refuses an account because of who it is. Sends nothing. */
export async function isRefused({ target, data }: RestrictedCall, from: string): Promise<boolean> {
  const call = ethers.provider.call({ from, to: target, data });
  const reverted = await call.then(() => undefined, revertDataOf);
  const refusal = reverted === undefined || reverted === "0x" ? null : REFUSALS.parseError(reverted);
  return refusal !== null && String(refusal.args[0]).toLowerCase() === from.toLowerCase();
}

/** @throws whatever is no revert. */
function revertDataOf(error: unknown): string {
  const data = typeof error === "object" && error !== null && "data" in error ? error.data : undefined;
  if (typeof data === "string") return data;
  throw error;
}

function callsOf(
  addresses: NetworkAddresses,
  contract: keyof typeof permissionless,
  signature: string,
  holders: readonly string[],
): RestrictedCall[] {
  const interfaced = new Interface([`function ${signature}`]);
  const fragment = interfaced.getFunction(signature.slice(0, signature.indexOf("(")));
  if (fragment === null) throw new Error(`${signature} is no function`);
  return [addresses[contract]].flat().map((target) => ({
    name: `${contract}.${signature}`,
    target,
    data: plainCall(fragment),
    holders: new Set(holders.map((holder) => holder.toLowerCase())),
  }));
}

function plainCall({ selector, inputs }: FunctionFragment): string {
  const encoded = AbiCoder.defaultAbiCoder().encode(inputs, inputs.map(plainOf));
  return selector + encoded.slice(2);
}

function plainOf(type: ParamType): unknown {
  if (type.baseType === "array") return [];
  if (type.baseType === "tuple") return (type.components ?? []).map(plainOf);
  if (type.type === "address") return ZeroAddress;
  if (type.type === "bool") return false;
  if (type.type === "string") return "";
  if (type.type === "bytes") return "0x";
  if (type.type.startsWith("bytes")) return `0x${"00".repeat(Number(type.type.slice(5)))}`;
  return type.type === "uint256" ? DAY : 1n;
}
