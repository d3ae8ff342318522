import { permissionless, permissions, type Role, type RoleName, roles } from "../../../deploy/roles";
import { delaysOf } from "../roles-document";

/** Where docs/ROLES.md lies from a page of a contract. */
const ROLES = "../../ROLES.md";

/** Who may call a function that changes state, in Markdown; nothing where the role table does not say. */
export function callerOf(contract: string, signature: string): string | undefined {
  const permission = permissions.find(
    (each) => each.contract === contract && each.functions.includes(signature),
  );
  if (permission !== undefined) return roleText(permission.role);
  const open = (permissionless as Readonly<Record<string, Readonly<Record<string, string>>>>)[contract];
  const reason = open?.[signature];
  if (reason === undefined) return undefined;
  // where a rule of the contract's own guards the call, the reason says who may make it
  return reason.startsWith("only ") ? reason : `anybody (${reason})`;
}

function roleText(name: RoleName): string {
  const role: Role = roles[name];
  const link = `[\`${name}\`](${ROLES}#${name.toLowerCase()}-${role.id.toString()})`;
  const delay = delaysOf(role);
  return `the role ${link}, held by ${role.holders.join(" and ")}${delay === "none" ? "" : `, ${delay} after announcing it`}`;
}
