import { OpenDepinError } from "../../errors";
import { type Call, dataOf, type PlacedCall } from "../../governance/call";
import { parsePlace, type Place } from "../../governance/place";
import type { ResolveName } from "../../governance/read-value";
import { isSuiteContract } from "../../governance/suite";
import type { Address } from "../../hex";
import { requireContract } from "../require-contract";
import { isManagedBy } from "./is-managed-by";
import type { GovernedNetwork } from "./network";

/**
 * A call with the contract of the network that it names.
 *
 * @throws OpenDepinError `CONTRACT_MISSING`, `CONTRACT_AMBIGUOUS`, `CONTRACT_FOREIGN`.
 */
export async function placeCall(network: GovernedNetwork, call: Call): Promise<PlacedCall> {
  const target = addressOfPlace(network, call.place);
  if (call.place.address !== undefined) await requireOwn(network, call.place, target);
  const place = network.book.get(target) ?? call.place;
  return { ...call, place, target, data: dataOf(call) };
}

/** How names of contracts become addresses in the arguments of calls. */
export function namesIn(network: GovernedNetwork): ResolveName {
  return (name) => {
    const [contract = ""] = name.split("@");
    return isSuiteContract(contract) ? addressOfPlace(network, parsePlace(name)) : undefined;
  };
}

/**
 * Where a contract of the network stands.
 *
 * @throws OpenDepinError `CONTRACT_MISSING`, `CONTRACT_AMBIGUOUS`.
 */
export function addressOfPlace(network: GovernedNetwork, place: Place): Address {
  const { contract, program } = place;
  if (place.address !== undefined) return place.address;
  const found = [...network.book].filter(
    ([, known]) => known.contract === contract && (program === undefined || known.program === program),
  );
  const [only] = found;
  if (only !== undefined && found.length === 1) return only[0];
  if (only === undefined) throw missing(place);
  const choices = found.map(([, known]) => `${contract}@${String(known.program)}`).join(" or ");
  throw new OpenDepinError(
    "CONTRACT_AMBIGUOUS",
    `the network has several contracts ${contract}; name the program's: ${choices}`,
  );
}

function missing({ contract, program }: Place): OpenDepinError {
  const of = program === undefined ? "" : ` of program ${program}`;
  return new OpenDepinError(
    "CONTRACT_MISSING",
    `no ${contract}${of} is known of this network; if there is one, name its address: ${contract}@0x…`,
  );
}

async function requireOwn(network: GovernedNetwork, place: Place, target: Address): Promise<void> {
  if (network.book.get(target)?.contract === place.contract) return;
  await requireContract(network.provider, target, "CONTRACT_MISSING");
  const isGovernance = ["AccessManager", "NetworkGovernor", "NetworkTimelock"].includes(place.contract);
  if (!isGovernance && (await isManagedBy(network.provider, target, network.authorityAddress))) return;
  throw new OpenDepinError(
    "CONTRACT_FOREIGN",
    `${target} is no ${place.contract} of this network: it does not obey the role table at ${network.authorityAddress}`,
  );
}
