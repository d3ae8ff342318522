import { buildModule } from "@nomicfoundation/hardhat-ignition/modules";

import type { NetworkParameters } from "../parameters";
import { deployCurve } from "./curve";
import { deployDevices } from "./devices";
import { inOrder } from "./in-order";

/**
 * A whole network: the role table's contract, the token, its emission,  a distributor for each program, and the
 * registries of makers and devices. The deployer starts as the admin, adds the programs, sets their weights, and
 * fills the catalogue of kinds and makers; `applyRoles` then installs the role table.
 */
export function networkModule(parameters: NetworkParameters) {
  const { token, emissions, programs } = parameters;
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
    const added = inOrder(distributors, (distributor, index, after) =>
      m.call(emissionController, "addProgram", [distributor], {
        id: `addProgram_${programs[index]?.name ?? ""}`,
        after,
      }),
    );
    const weighted = m.call(emissionController, "setWeights", [programs.map(({ weightBps }) => weightBps)], {
      after: added,
    });

    const byProgram = Object.fromEntries(
      distributors.map((distributor, index) => [
        `RewardDistributor_${programs[index]?.name ?? ""}`,
        distributor,
      ]),
    );
    const devices = deployDevices(m, parameters, accessManager, weighted);
    return { accessManager, rewardToken, emissionController, ...devices, ...byProgram };
  });
}
