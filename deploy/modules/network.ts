import { buildModule } from "@nomicfoundation/hardhat-ignition/modules";

import type { Verifiers } from "../deploy-verifiers";
import type { NetworkParameters } from "../parameters";
import { deployCurve } from "./curve";
import { deployRegistries, fillCatalogue } from "./devices";
import { deployGovernance } from "./governance";
import { deployPrograms } from "./programs";
import { deployTrust } from "./trust";

/**
 * A whole network: the role table's contract, the token, its emission, the registries of makers and devices, bonds,
 * disputes and committees, the governor and its timelock, and a distributor for each program. The deployer starts as the
 * admin, adds the programs, sets their weights, and fills the catalogue of kinds and makers; `applyRoles` then installs
 * the role table, and `handOver` ends the deployer's power.
 */
export function networkModule(parameters: NetworkParameters, verifiers: Verifiers) {
  const { token, emissions, programs, committees } = parameters;
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
    const base = { accessManager, rewardToken, emissionController };

    const registries = deployRegistries(m, parameters, accessManager);
    const { reporterCommittees, ...trust } = deployTrust(m, parameters, { ...base, ...registries });
    const governance = deployGovernance(m, parameters, { ...base, ...trust });
    const { distributors, weighted } = deployPrograms(m, parameters, { ...base, reporterCommittees });
    fillCatalogue(m, registries.makerRegistry, verifiers, parameters, [weighted]);

    return {
      ...base,
      ...registries,
      ...trust,
      ...governance,
      ...byName("ReporterCommittee", committees, reporterCommittees),
      ...byName("RewardDistributor", programs, distributors),
    };
  });
}

/** What there are several of, by what the deployment calls each. */
function byName<Deployed>(
  contract: string,
  named: readonly { name: string }[],
  deployed: readonly Deployed[],
): Record<string, Deployed> {
  return Object.fromEntries(
    deployed.map((future, index) => [`${contract}_${named[index]?.name ?? ""}`, future]),
  );
}
