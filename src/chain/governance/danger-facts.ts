import { isHexString } from "ethers";

import { roles } from "../../../deploy/roles";
import type { PlacedCall } from "../../governance/call";
import type { DangerFacts } from "../../governance/danger";
import type { AbiValue } from "../../governance/read-value";
import type { Address } from "../../hex";
import type { GovernedNetwork } from "./network";

/** Reads what the dangers of calls are judged by. */
export async function readDangerFacts(
  network: GovernedNetwork,
  calls: readonly PlacedCall[],
): Promise<DangerFacts> {
  const { provider, authority, governorAddress, timelockAddress, authorityAddress, book } = network;
  const mentioned = [...new Set(calls.flatMap(({ args }) => args.flatMap(addressesIn)))];
  const codes = await Promise.all(mentioned.map((address) => provider.getCode(address)));
  const ids = Object.values(roles).map(({ id }) => id);
  const held = await Promise.all(ids.map(async (id) => (await authority.hasRole(id, governorAddress))[0]));
  return {
    governor: governorAddress,
    timelock: timelockAddress,
    authority: authorityAddress,
    book,
    contracts: new Set(mentioned.filter((_, index) => codes[index] !== "0x")),
    governorRoles: ids.filter((_, index) => held[index]),
  };
}

function addressesIn(value: AbiValue): Address[] {
  if (typeof value === "object") return value.flatMap(addressesIn);
  return typeof value === "string" && isHexString(value, 20) ? [value.toLowerCase() as Address] : [];
}
