import { iRewardTokenAbi } from "opendepin";

console.log(JSON.stringify(iRewardTokenAbi));
