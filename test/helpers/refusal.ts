import { expect } from "chai";
import { type BaseContract } from "ethers";

/** An error of a contract, with its arguments. */
export interface Refusal {
  contract: BaseContract;
  name: string;
  args: readonly unknown[];
}

export async function expectRefusal(
  sending: Promise<unknown>,
  { contract, name, args }: Refusal,
): Promise<void> {
  await expect(sending)
    .to.be.revertedWithCustomError(contract, name)
    .withArgs(...args);
}
