import { type RewardDistributor } from "../../typechain-types";
import { type deployEmissions, deployDistributor } from "./suite";

/** Adds `count` programs, each with a distributor of its own, and returns the distributors in the order of their ids. */
export async function addPrograms(
  { controller, authority, emissionsManager, stranger }: Awaited<ReturnType<typeof deployEmissions>>,
  count: number,
): Promise<RewardDistributor[]> {
  const first = Number(await controller.programCount()) + 1;
  const distributors: RewardDistributor[] = [];
  for (let program = first; program < first + count; program += 1) {
    const distributor = await deployDistributor(controller, program, stranger, authority);
    await controller.connect(emissionsManager).addProgram(distributor);
    distributors.push(distributor);
  }
  return distributors;
}
