import { setBalance } from "@nomicfoundation/hardhat-network-helpers";
import { type HardhatEthersSigner } from "@nomicfoundation/hardhat-ethers/signers";
import { type Addressable, parseEther } from "ethers";
import { ethers } from "hardhat";

/** A signer that sends as the contract does, with money for gas. */
export async function impersonate(contract: Addressable): Promise<HardhatEthersSigner> {
  const address = await contract.getAddress();
  await setBalance(address, parseEther("1"));
  return ethers.getImpersonatedSigner(address);
}
