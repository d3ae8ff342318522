import { DisputeManager__factory, OperatorStaking__factory } from "../../typechain-types";
import { type Fact, Subject } from "./fact";
import type { ExpectedNetwork } from "./network";

/** Bonds and disputes. */
export async function trustFacts(network: ExpectedNetwork): Promise<Fact[]> {
  return Promise.all([...stakingFacts(network), ...disputeFacts(network)]);
}

function stakingFacts({ addresses, parameters, provider }: ExpectedNetwork): Promise<Fact>[] {
  const staking = OperatorStaking__factory.connect(addresses.OperatorStaking, provider);
  const subject = new Subject("OperatorStaking");
  const { thawPeriod, treasury, burnBps } = parameters.staking;
  const split = staking.slashSplit();
  return [
    subject.fact("token", addresses.RewardToken, staking.token()),
    subject.fact("registry", addresses.DeviceRegistry, staking.registry()),
    subject.fact("thawPeriod", thawPeriod, staking.thawPeriod()),
    subject.fact(
      "treasury",
      treasury,
      split.then(([found]) => found),
    ),
    subject.fact(
      "burnBps",
      burnBps,
      split.then(([, found]) => found),
    ),
    subject.fact("authority", addresses.AccessManager, staking.authority()),
  ];
}

function disputeFacts({ addresses, parameters, provider }: ExpectedNetwork): Promise<Fact>[] {
  const manager = DisputeManager__factory.connect(addresses.DisputeManager, provider);
  const subject = new Subject("DisputeManager");
  const { maxChallengeWindow, rulingPeriod, ...terms } = parameters.disputes;
  const found = manager.terms();
  const names = ["reportBond", "deviceBond", "maxPenalty", "shareBps"] as const;
  return [
    subject.fact("controller", addresses.EmissionController, manager.controller()),
    subject.fact("staking", addresses.OperatorStaking, manager.staking()),
    subject.fact("registry", addresses.DeviceRegistry, manager.registry()),
    subject.fact("token", addresses.RewardToken, manager.token()),
    subject.fact("maxChallengeWindow", maxChallengeWindow, manager.maxChallengeWindow()),
    subject.fact("rulingPeriod", rulingPeriod, manager.rulingPeriod()),
    ...names.map((name) => {
      const term = found.then((all) => all[name]);
      return subject.fact(name, terms[name], term);
    }),
    subject.fact("authority", addresses.AccessManager, manager.authority()),
  ];
}
