import type { JsonRpcApiProvider } from "ethers";

import {
  type AccessManager,
  AccessManager__factory,
  type NetworkGovernor,
  type NetworkTimelock,
} from "../../../typechain-types";
import type { AddressBook } from "../../governance/decode-call";
import type { Place } from "../../governance/place";
import type { SuiteContract } from "../../governance/suite";
import type { Address } from "../../hex";
import { findPrograms, type ProgramContracts } from "./find-programs";
import { findRoleContracts } from "./find-role-contracts";
import { findSingles, type SingleContracts } from "./find-singles";

/** A network by its governance: who decides, under which role table, over which contracts. */
export interface GovernedNetwork {
  provider: JsonRpcApiProvider;
  governor: NetworkGovernor;
  governorAddress: Address;
  authority: AccessManager;
  authorityAddress: Address;
  /** The admin of the role table, if it is a timelock of this governor. */
  timelock: NetworkTimelock | undefined;
  timelockAddress: Address | undefined;
  singles: SingleContracts;
  /** In the order of the program ids, which start at 1. */
  programs: readonly ProgramContracts[];
  book: AddressBook;
}

/** A network of which only the governor and its role table are known: enough to vote, and to queue. */
export async function openGovernor(
  provider: JsonRpcApiProvider,
  governor: NetworkGovernor,
): Promise<GovernedNetwork> {
  const [governorAddress, authorityAddress] = await Promise.all([
    governor.getAddress().then(lower),
    governor.accessManager().then(lower),
  ]);
  const authority = AccessManager__factory.connect(authorityAddress, provider);
  const known = { governorAddress, authorityAddress, timelockAddress: undefined, singles: {}, programs: [] };
  return { provider, governor, authority, timelock: undefined, ...known, book: bookOf(known) };
}

/**
 * Finds a network's contracts from its governor: what the contracts say of each other, and who holds the roles.
 */
export async function openNetwork(
  provider: JsonRpcApiProvider,
  governor: NetworkGovernor,
): Promise<GovernedNetwork> {
  const opened = await openGovernor(provider, governor);
  const { governorAddress, authority, authorityAddress } = opened;
  const { timelock, disputes } = await findRoleContracts(provider, authority, governorAddress);
  const timelockAddress = timelock && lower(await timelock.getAddress());
  const singles = await findSingles(provider, governor, disputes);
  const programs = await findPrograms(provider, singles.EmissionController, authorityAddress);
  const network = { ...opened, timelock, timelockAddress, singles, programs };
  return { ...network, book: bookOf(network) };
}

type Addresses = Pick<
  GovernedNetwork,
  "governorAddress" | "authorityAddress" | "timelockAddress" | "singles" | "programs"
>;

function bookOf(network: Addresses): AddressBook {
  const { governorAddress, authorityAddress, timelockAddress, singles, programs } = network;
  const book = new Map<Address, Place>();
  const add = (address: Address | undefined, place: Place) => {
    if (address !== undefined && !book.has(address)) book.set(address, place);
  };
  add(governorAddress, { contract: "NetworkGovernor" });
  add(authorityAddress, { contract: "AccessManager" });
  add(timelockAddress, { contract: "NetworkTimelock" });
  for (const [contract, address] of Object.entries(singles) as [SuiteContract, Address | undefined][])
    add(address, { contract });
  programs.forEach(({ distributor, committee }, index) => {
    add(distributor, { contract: "RewardDistributor", program: index + 1 });
    add(committee, { contract: "ReporterCommittee", program: index + 1 });
  });
  return book;
}

function lower(address: string): Address {
  return address.toLowerCase() as Address;
}
