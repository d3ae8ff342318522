/** Of local chains, which the devnet is: their blocks are final at once, and their clock is their own. */
export const DEVNET_CHAIN_ID = 31_337;
