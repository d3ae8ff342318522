import { rewardDistributorAbi, rewardTokenAbi } from "opendepin/abi";
import type { Claim } from "opendepin/rewards";
import {
  type Account,
  type Address,
  createPublicClient,
  createWalletClient,
  formatUnits,
  type Hex,
  http,
} from "viem";

/** A program of a network, as an app sees it. */
export class Program {
  readonly #client;
  readonly #contract;

  constructor(
    readonly rpc: string,
    distributor: Address,
  ) {
    this.#client = createPublicClient({ transport: http(rpc) });
    this.#contract = { address: distributor, abi: rewardDistributorAbi } as const;
  }

  /** The root that claims are paid from. */
  activeRoot(): Promise<Hex> {
    return this.#client.readContract({ ...this.#contract, functionName: "activeRoot" });
  }

  /** What a claim would pay now, in base units. */
  claimable({ account, cumulative, devicesRoot }: Claim, proof: Hex[]): Promise<bigint> {
    return this.#client.readContract({
      ...this.#contract,
      functionName: "claimable",
      args: [account, cumulative, devicesRoot, proof],
    });
  }

  /** Claims: tried first, so that what would fail costs nothing and says why. The transaction's hash, once it is final. */
  async claim({ account, cumulative, devicesRoot }: Claim, proof: Hex[], sender: Account): Promise<Hex> {
    const { request } = await this.#client.simulateContract({
      ...this.#contract,
      functionName: "claim",
      args: [account, cumulative, devicesRoot, proof],
      account: sender,
    });
    const wallet = createWalletClient({ account: sender, transport: http(this.rpc) });
    const hash = await wallet.writeContract({ ...request, chain: null });
    const { status } = await this.#client.waitForTransactionReceipt({ hash });
    if (status !== "success")
      throw new Error(`the claim was refused in ${hash}; somebody else may have been first`);
    return hash;
  }

  /** An amount as people read it: in tokens, with their symbol. */
  async inTokens(amount: bigint): Promise<string> {
    const address = await this.#client.readContract({ ...this.#contract, functionName: "token" });
    const token = { address, abi: rewardTokenAbi } as const;
    const [decimals, symbol] = await Promise.all([
      this.#client.readContract({ ...token, functionName: "decimals" }),
      this.#client.readContract({ ...token, functionName: "symbol" }),
    ]);
    return `${formatUnits(amount, decimals)} ${symbol}`;
  }
}
