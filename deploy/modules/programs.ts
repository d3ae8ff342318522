import type {
  IgnitionModuleBuilder,
  NamedArtifactContractDeploymentFuture,
} from "@nomicfoundation/ignition-core";

import type { NetworkParameters } from "../parameters";
import { inOrder } from "./in-order";

type Deployed = NamedArtifactContractDeploymentFuture<string>;

/** Whom the programs' parts are wired to. */
export interface ProgramFoundations {
  accessManager: Deployed;
  emissionController: Deployed;
  /** In the order of the parameters. */
  reporterCommittees: readonly Deployed[];
}

/** A distributor for each program, in the order of their ids, and each program's share of the emission. */
export function deployPrograms(
  m: IgnitionModuleBuilder,
  { programs, committees }: NetworkParameters,
  { accessManager, emissionController, reporterCommittees }: ProgramFoundations,
) {
  const reporterOf = (reporter: NetworkParameters["programs"][number]["reporter"]) => {
    if (reporter.kind === "account") return reporter.address;
    const committee = reporterCommittees[committees.findIndex(({ name }) => name === reporter.name)];
    if (committee === undefined) throw new Error(`the parameters have no committee ${reporter.name}`);
    return committee;
  };
  const distributors = programs.map(({ name, reporter, challengeWindow }, index) =>
    m.contract(
      "RewardDistributor",
      [emissionController, index + 1, reporterOf(reporter), challengeWindow, accessManager],
      { id: `RewardDistributor_${name}` },
    ),
  );
  const added = inOrder(distributors, (distributor, index, previous) =>
    m.call(emissionController, "addProgram", [distributor], {
      id: `addProgram_${programs[index]?.name ?? ""}`,
      after: previous,
    }),
  );
  const weighted = m.call(emissionController, "setWeights", [programs.map(({ weightBps }) => weightBps)], {
    after: added,
  });
  return { distributors, weighted };
}
