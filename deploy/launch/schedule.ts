import type { CurveParameters } from "../parameters";

/** As the EmissionController counts: no epoch comes after this many. */
const ALL_EPOCHS = 2n ** 32n;

/** The most that a curve ever emits, in base units; the contracts' curves round down. */
export function scheduleLimit(curve: CurveParameters): bigint {
  switch (curve.kind) {
    case "halving":
      return 2n * BigInt(curve.halvingEpochs) * curve.initialPerEpoch;
    case "decay":
      return curve.total;
    case "step":
      return curve.steps.reduce((sum, { fromEpoch, perEpoch }, index) => {
        const until = curve.steps[index + 1]?.fromEpoch;
        return sum + ((until === undefined ? ALL_EPOCHS : BigInt(until)) - BigInt(fromEpoch)) * perEpoch;
      }, 0n);
  }
}
