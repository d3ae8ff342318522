import type {
  IgnitionModuleBuilder,
  NamedArtifactContractDeploymentFuture,
} from "@nomicfoundation/ignition-core";

import type { CurveParameters } from "../parameters";

/** The emission curve that the parameters name. */
export function deployCurve(
  m: IgnitionModuleBuilder,
  curve: CurveParameters,
): NamedArtifactContractDeploymentFuture<string> {
  switch (curve.kind) {
    case "halving":
      return m.contract("HalvingCurve", [curve.initialPerEpoch, curve.halvingEpochs]);
    case "step":
      return m.contract("StepCurve", [curve.steps]);
    case "decay":
      return m.contract("DecayCurve", [curve.total, curve.halfLifeEpochs]);
  }
}
