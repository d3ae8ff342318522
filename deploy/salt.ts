import { concat, dataSlice, id } from "ethers";

import type { NetworkParameters } from "./parameters";

/** CreateX reads it: the salt is the deployer's alone, and counts on every chain. */
const ON_EVERY_CHAIN = "0x00";

/**
 * What a network's addresses follow from, beside its code: the deployer and every parameter. The same network stands at
 * the same addresses on every chain, and nobody else can take them first.
 */
export function saltOf(deployer: string, parameters: NetworkParameters): string {
  const text = JSON.stringify(parameters, (_, value: unknown) =>
    typeof value === "bigint" ? value.toString() : value,
  );
  return concat([deployer, ON_EVERY_CHAIN, dataSlice(id(text), 0, 11)]);
}
