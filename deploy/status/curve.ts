import {
  DecayCurve__factory,
  EmissionController__factory,
  HalvingCurve__factory,
  StepCurve__factory,
} from "../../typechain-types";
import type { CurveParameters } from "../parameters";
import { type Fact, Subject } from "./fact";
import type { Contract, ExpectedNetwork } from "./network";

const ARTIFACTS = { halving: "HalvingCurve", step: "StepCurve", decay: "DecayCurve" } as const;

/** The curve that is in force from the next epoch on. Any contract can be one: which it is, its code says. */
export async function curveOf({ addresses, parameters, provider }: ExpectedNetwork): Promise<Contract> {
  const controller = EmissionController__factory.connect(addresses.EmissionController, provider);
  const address = await controller.curveOf(await controller.nextEpoch());
  const artifact = ARTIFACTS[parameters.emissions.curve.kind];
  return { name: artifact, artifact, address };
}

/** Whether it emits what the parameters say. */
export async function curveFacts(network: ExpectedNetwork): Promise<Fact[]> {
  const { name, address } = await curveOf(network);
  return Promise.all(
    shapeOf(new Subject(`${name} ${address}`), network.parameters.emissions.curve, address, network),
  );
}

function shapeOf(
  subject: Subject,
  expected: CurveParameters,
  address: string,
  { provider }: ExpectedNetwork,
): Promise<Fact>[] {
  switch (expected.kind) {
    case "halving": {
      const curve = HalvingCurve__factory.connect(address, provider);
      return [
        subject.fact("initialPerEpoch", expected.initialPerEpoch, curve.initialPerEpoch()),
        subject.fact("halvingEpochs", expected.halvingEpochs, curve.halvingEpochs()),
      ];
    }
    case "decay": {
      const curve = DecayCurve__factory.connect(address, provider);
      return [
        subject.fact("total", expected.total, curve.total()),
        subject.fact("halfLifeEpochs", expected.halfLifeEpochs, curve.halfLifeEpochs()),
      ];
    }
    case "step": {
      const curve = StepCurve__factory.connect(address, provider);
      const steps = expected.steps.map(({ fromEpoch, perEpoch }, index) =>
        subject.fact(
          `step ${index}`,
          [fromEpoch, perEpoch],
          curve.stepAt(index).then((step) => [step.fromEpoch, step.perEpoch]),
        ),
      );
      return [subject.fact("number of steps", expected.steps.length, curve.stepCount()), ...steps];
    }
  }
}
