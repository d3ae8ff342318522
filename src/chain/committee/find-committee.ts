import { isCallException, isError, type Provider } from "ethers";

import {
  type ReporterCommittee,
  ReporterCommittee__factory,
  type RewardDistributor,
} from "../../../typechain-types";
import { OpenDepinError } from "../../errors";
import { providerOf } from "../provider-of";
import { refused } from "../refused";
import { requireContract } from "../require-contract";

/** `type(X).interfaceId` of what a committee says of itself by ERC-165. Source: https://eips.ethereum.org/EIPS/eip-165 */
export const COMMITTEE_INTERFACES = { IERC1271: "0x1626ba7e", IReporterCommittee: "0x20b59e9c" } as const;
/** What nothing may say that it supports: a contract that answers yes to everything does. */
const INVALID_INTERFACE = "0xffffffff";

/**
 * The committee at an address.
 *
 * @returns Undefined if there is none: an account with a key, a wallet, or any other contract.
 */
export async function committeeAt(
  provider: Provider,
  address: string,
): Promise<ReporterCommittee | undefined> {
  const committee = ReporterCommittee__factory.connect(address, provider);
  const [isInvalid, ...isSupported] = await Promise.all(
    [INVALID_INTERFACE, ...Object.values(COMMITTEE_INTERFACES)].map((id) => supports(committee, id)),
  );
  return isInvalid === false && isSupported.every(Boolean) ? committee : undefined;
}

/** Undefined if it does not say; what a node fails to answer is thrown. */
async function supports(committee: ReporterCommittee, id: string): Promise<boolean | undefined> {
  try {
    return await committee.supportsInterface(id);
  } catch (error) {
    if (isCallException(error) || isError(error, "BAD_DATA")) return undefined;
    throw error;
  }
}

/**
 * The committee that signs a distributor's reports.
 *
 * @throws OpenDepinError `NOT_COMMITTEE`.
 */
export async function committeeOf(distributor: RewardDistributor): Promise<ReporterCommittee> {
  const reporter = await distributor.reporter();
  const committee = await committeeAt(providerOf(distributor), reporter);
  if (committee !== undefined) return committee;
  throw refused(
    "NOT_COMMITTEE",
    `the program's reporter, ${reporter}, is no committee; with its key, see: opendepin epoch propose --help`,
  );
}

/**
 * The committee at an address that somebody named.
 *
 * @throws OpenDepinError `COMMITTEE_INVALID`.
 */
export async function openCommittee(provider: Provider, address: string): Promise<ReporterCommittee> {
  await requireContract(provider, address, "COMMITTEE_INVALID");
  const committee = await committeeAt(provider, address);
  if (committee !== undefined) return committee;
  throw new OpenDepinError("COMMITTEE_INVALID", `the contract at ${address} is not a ReporterCommittee`);
}
