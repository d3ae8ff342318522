import type { Provider } from "ethers";

import { EmissionController__factory, RewardDistributor__factory } from "../../../typechain-types";
import type { Address } from "../../hex";
import { committeeAt } from "../committee/find-committee";
import { isManagedBy } from "./is-managed-by";

/** What a program has of its own. */
export interface ProgramContracts {
  distributor: Address;
  /** Undefined when a single account reports. */
  committee: Address | undefined;
}

/** Programs read at once: public endpoints refuse floods. */
const READS_AT_ONCE = 50;

/** Finds what each program of an EmissionController has of its own. */
export async function findPrograms(
  provider: Provider,
  controller: Address | undefined,
  authority: Address,
): Promise<ProgramContracts[]> {
  if (controller === undefined) return [];
  const emissions = EmissionController__factory.connect(controller, provider);
  const count = Number(await emissions.programCount());
  const found: ProgramContracts[] = [];
  while (found.length < count) {
    const length = Math.min(READS_AT_ONCE, count - found.length);
    const ids = Array.from({ length }, (_, at) => found.length + 1 + at);
    const distributors = await Promise.all(ids.map((id) => emissions.distributorOf(id)));
    found.push(
      ...(await Promise.all(
        distributors.map(async (distributor) => ({
          distributor: distributor.toLowerCase() as Address,
          committee: await committeeBehind(provider, distributor, authority),
        })),
      )),
    );
  }
  return found;
}

async function committeeBehind(
  provider: Provider,
  distributor: string,
  authority: Address,
): Promise<Address | undefined> {
  const reporter = await RewardDistributor__factory.connect(distributor, provider).reporter();
  if ((await committeeAt(provider, reporter)) === undefined) return undefined;
  const address = reporter.toLowerCase() as Address;
  return (await isManagedBy(provider, address, authority)) ? address : undefined;
}
