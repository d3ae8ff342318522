import { getAddress, isAddress } from "ethers";

import { OpenDepinError } from "../errors";
import { type Address, ZERO_ADDRESS } from "../hex";
import type { ResolveName } from "./read-value";
import { isSuiteContract, SUITE_CONTRACTS, type SuiteContract } from "./suite";

/** Which contract is meant: one of a kind, of a program, or at an address. */
export interface Place {
  contract: SuiteContract;
  /** Of contracts that a network has several of; the only one if left out. */
  program?: number;
  address?: Address;
}

/** Contracts of which each program has one. */
export const BY_PROGRAM: ReadonlySet<SuiteContract> = new Set(["RewardDistributor", "ReporterCommittee"]);

const PLACE = /^([A-Za-z0-9]+)(?:@(.+))?$/;
const PROGRAM = /^[1-9][0-9]{0,9}$/;

/**
 * Reads which contract is meant: `DisputeManager`, `RewardDistributor@2` (of program 2), `MakerRegistry@0x…`.
 *
 * @throws OpenDepinError `CONTRACT_UNKNOWN`, `CONTRACT_MALFORMED`.
 */
export function parsePlace(text: string): Place {
  const [, contract = text, which] = PLACE.exec(text) ?? [];
  if (!isSuiteContract(contract)) {
    throw new OpenDepinError(
      "CONTRACT_UNKNOWN",
      `there is no contract "${contract}" in the suite; name one of ${SUITE_CONTRACTS.join(", ")}`,
    );
  }
  if (which === undefined) return { contract };
  const isAddressGiven: boolean = isAddress(which);
  if (isAddressGiven) return { contract, address: getAddress(which).toLowerCase() as Address };
  if (BY_PROGRAM.has(contract) && PROGRAM.test(which)) return { contract, program: Number(which) };
  throw new OpenDepinError(
    "CONTRACT_MALFORMED",
    BY_PROGRAM.has(contract)
      ? `"${which}" is neither a program nor an address; write ${contract}@1 or ${contract}@0x…`
      : `"${which}" is not an address; a network has one ${contract}: leave @ away, or write ${contract}@0x…`,
  );
}

/** A place as {@link parsePlace} reads it. */
export function nameOfPlace({ contract, program, address }: Place): string {
  const which = address ?? program?.toString();
  return which === undefined ? contract : `${contract}@${which}`;
}

/** Takes every name of a contract, to check calls before the network is known. */
export const anyContract: ResolveName = (name) => {
  const [contract = ""] = name.split("@");
  return isSuiteContract(contract) ? (parsePlace(name), ZERO_ADDRESS) : undefined;
};
