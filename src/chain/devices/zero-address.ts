import type { Address } from "../../hex";

/** Stands for nobody. */
export const ZERO_ADDRESS: Address = `0x${"00".repeat(20)}`;
