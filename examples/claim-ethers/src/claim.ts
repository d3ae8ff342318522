import { formatUnits, JsonRpcProvider, type Signer } from "ethers";
import type { Address, Claim, Hex } from "opendepin/rewards";
import {
  type RewardDistributor,
  RewardDistributor__factory,
  RewardToken__factory,
} from "opendepin/typechain";

/** A program of a network, as an app sees it. */
export class Program {
  readonly #distributor: RewardDistributor;

  constructor(
    readonly provider: JsonRpcProvider,
    distributor: Address,
  ) {
    this.#distributor = RewardDistributor__factory.connect(distributor, provider);
  }

  /** The root that claims are paid from. */
  activeRoot(): Promise<string> {
    return this.#distributor.activeRoot();
  }

  /** What a claim would pay now, in base units. */
  claimable({ account, cumulative, devicesRoot }: Claim, proof: Hex[]): Promise<bigint> {
    return this.#distributor.claimable(account, cumulative, devicesRoot, proof);
  }

  /** Claims: tried first, so that what would fail costs nothing and says why. The transaction's hash, once it is final. */
  async claim({ account, cumulative, devicesRoot }: Claim, proof: Hex[], sender: Signer): Promise<string> {
    const distributor = this.#distributor.connect(sender);
    await distributor.claim.staticCall(account, cumulative, devicesRoot, proof);
    const sent = await distributor.claim(account, cumulative, devicesRoot, proof);
    await sent.wait();
    return sent.hash;
  }

  /** An amount as people read it: in tokens, with their symbol. */
  async inTokens(amount: bigint): Promise<string> {
    const token = RewardToken__factory.connect(await this.#distributor.token(), this.provider);
    const [decimals, symbol] = await Promise.all([token.decimals(), token.symbol()]);
    return `${formatUnits(amount, decimals)} ${symbol}`;
  }
}
