import { buildModule } from "@nomicfoundation/hardhat-ignition/modules";

import type { NetworkParameters } from "../parameters";
import { deployCurve } from "./curve";

/**
 * A whole network: the role table's contract, the token, its emission, and a distributor for each program. The
 * deployer starts as the admin, adds the programs and sets their weights; `applyRoles` then installs the role table.
 */
export function networkModule({ token, emissions, programs }: NetworkParameters) {
  return buildModule("OpenDePIN", (m) => {
    const accessManager = m.contract("AccessManager", [m.getAccount(0)]);
    const rewardToken = m.contract("RewardToken", [
      token.name,
      token.symbol,
      token.cap,
      token.allocations,
      accessManager,
    ]);
    const emissionController = m.contract("EmissionController", [
      rewardToken,
      emissions.genesis,
      emissions.epochLength,
      deployCurve(m, emissions.curve),
      accessManager,
    ]);

    const distributors = programs.map(({ name, reporter, challengeWindow }, index) =>
      m.contract(
        "RewardDistributor",
        [emissionController, index + 1, reporter, challengeWindow, accessManager],
        { id: `RewardDistributor_${name}` },
      ),
    );
    // Ids are given in the order of the calls, so each call waits for the one before it.
    const added = distributors.reduce<ReturnType<typeof m.call>[]>((calls, distributor, index) => {
      const id = `addProgram_${programs[index]?.name ?? ""}`;
      return [
        ...calls,
        m.call(emissionController, "addProgram", [distributor], { id, after: calls.slice(-1) }),
      ];
    }, []);
    m.call(emissionController, "setWeights", [programs.map(({ weightBps }) => weightBps)], { after: added });

    const byProgram = Object.fromEntries(
      distributors.map((distributor, index) => [
        `RewardDistributor_${programs[index]?.name ?? ""}`,
        distributor,
      ]),
    );
    return { accessManager, rewardToken, emissionController, ...byProgram };
  });
}
