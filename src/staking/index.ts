export { Bonds } from "./bonds";
export { decodeStakingLog, STAKING_TOPICS } from "./decode-staking-log";
export type { StakingEvent } from "./staking-event";
