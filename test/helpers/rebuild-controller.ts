import { type EmissionController } from "../../typechain-types";

/** A value and the first epoch in which it holds. */
export interface Since<T> {
  fromEpoch: bigint;
  value: T;
}

/** Everything that a controller remembers, as its events alone tell it. */
export interface ControllerState {
  distributors: Map<bigint, string>;
  drawn: Map<bigint, bigint>;
  weights: Since<bigint[]>[];
  curves: Since<string>[];
}

export async function rebuildController(controller: EmissionController): Promise<ControllerState> {
  const [added, draws, weightChanges, curveChanges] = await Promise.all([
    controller.queryFilter(controller.filters.ProgramAdded()),
    controller.queryFilter(controller.filters.RewardsDrawn()),
    controller.queryFilter(controller.filters.WeightsSet()),
    controller.queryFilter(controller.filters.CurveSet()),
  ]);
  const drawn = new Map<bigint, bigint>();
  for (const { args } of draws) drawn.set(args.program, (drawn.get(args.program) ?? 0n) + args.amount);
  return {
    distributors: new Map(added.map(({ args }) => [args.program, args.distributor])),
    drawn,
    weights: weightChanges.map(({ args }) => ({ fromEpoch: args.fromEpoch, value: [...args.weightsBps] })),
    curves: curveChanges.map(({ args }) => ({ fromEpoch: args.fromEpoch, value: args.current })),
  };
}

/** What holds in `epoch`: the last value set that had taken effect by then. */
export function valueIn<T>(changes: readonly Since<T>[], epoch: number): T | undefined {
  return changes.findLast(({ fromEpoch }) => fromEpoch <= epoch)?.value;
}
