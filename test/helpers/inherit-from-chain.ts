import { setCode } from "@nomicfoundation/hardhat-network-helpers";
import { expect } from "chai";
import { type BaseContract, toBeHex, type TypedDataDomain, TypedDataEncoder } from "ethers";
import { ethers } from "hardhat";

export const OTHER_CHAIN = 1n;

/** Puts the code in place that the contract would have if its chain had another id when it was deployed. */
export async function inheritFromChain(contract: BaseContract, domain: TypedDataDomain): Promise<void> {
  const { chainId } = await ethers.provider.getNetwork();
  const inherited = { ...domain, chainId: OTHER_CHAIN };
  let code = (await ethers.provider.getCode(contract)).slice(2);
  for (const [now, then] of [
    [toBeHex(chainId, 32), toBeHex(OTHER_CHAIN, 32)],
    [TypedDataEncoder.hashDomain(domain), TypedDataEncoder.hashDomain(inherited)],
  ] as const) {
    expect(code, "the contract keeps what it computed when it was deployed").to.include(now.slice(2));
    code = code.replaceAll(now.slice(2), then.slice(2));
  }
  await setCode(await contract.getAddress(), `0x${code}`);
}
