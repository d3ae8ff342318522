import { EmissionController__factory, RewardToken__factory } from "../../typechain-types";
import { type Fact, Subject } from "./fact";
import type { ExpectedNetwork } from "./network";

/** The token and its emission. */
export async function emissionFacts(network: ExpectedNetwork): Promise<Fact[]> {
  return Promise.all([...tokenFacts(network), ...controllerFacts(network), ...(await programFacts(network))]);
}

function tokenFacts({ addresses, parameters, provider }: ExpectedNetwork): Promise<Fact>[] {
  const token = RewardToken__factory.connect(addresses.RewardToken, provider);
  const subject = new Subject("RewardToken");
  return [
    subject.fact("name", parameters.token.name, token.name()),
    subject.fact("symbol", parameters.token.symbol, token.symbol()),
    subject.fact("cap", parameters.token.cap, token.cap()),
    subject.fact("authority", addresses.AccessManager, token.authority()),
  ];
}

function controllerFacts({ addresses, parameters, provider }: ExpectedNetwork): Promise<Fact>[] {
  const controller = EmissionController__factory.connect(addresses.EmissionController, provider);
  const subject = new Subject("EmissionController");
  const { token, emissions, programs } = parameters;
  const allocated = token.allocations.reduce((sum, { amount }) => sum + amount, 0n);
  return [
    subject.fact("token", addresses.RewardToken, controller.token()),
    subject.fact("genesis", emissions.genesis, controller.genesis()),
    subject.fact("epochLength", emissions.epochLength, controller.epochLength()),
    subject.fact("emissionCap", token.cap - allocated, controller.emissionCap()),
    subject.fact("number of programs", programs.length, controller.programCount()),
    subject.fact("authority", addresses.AccessManager, controller.authority()),
  ];
}

/** Weights are those from the next epoch on, so that a change counts as soon as it is decided. */
async function programFacts({ addresses, parameters, provider }: ExpectedNetwork): Promise<Promise<Fact>[]> {
  const controller = EmissionController__factory.connect(addresses.EmissionController, provider);
  const epoch = await controller.nextEpoch();
  const subject = new Subject("EmissionController");
  return parameters.programs.flatMap(({ name, weightBps }, index) => [
    subject.fact(
      `distributor of ${name}`,
      addresses.RewardDistributor[index],
      controller.distributorOf(index + 1),
    ),
    subject.fact(`weightBps of ${name}`, weightBps, controller.weightOf(index + 1, epoch)),
  ]);
}
