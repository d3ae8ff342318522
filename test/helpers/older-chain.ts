import { BrowserProvider, JsonRpcSigner } from "ethers";
import hre from "hardhat";
import { createProvider } from "hardhat/internal/core/providers/construction";

/** An account of a chain of its own in this process, under the rules of `hardfork`: before Osaka it has no P-256. */
export async function olderChain(hardfork: string): Promise<JsonRpcSigner> {
  const { config } = hre;
  const hardhat = { ...config.networks.hardhat, hardfork };
  const networks = { ...config.networks, hardhat };
  const provider = await createProvider({ ...config, networks }, "hardhat", hre.artifacts);
  return new BrowserProvider(provider).getSigner(0);
}
