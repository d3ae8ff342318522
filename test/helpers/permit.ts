import { type AddressLike, resolveAddress, Signature, type Signer } from "ethers";
import { ethers } from "hardhat";

import { type RewardToken } from "../../typechain-types";

export interface Permit {
  spender: AddressLike;
  value: bigint;
  deadline: bigint;
}

/** The owner's signature that lets the spender take tokens (ERC-2612). */
export async function signPermit(
  token: RewardToken,
  owner: Signer,
  { spender, value, deadline }: Permit,
): Promise<Signature> {
  const { chainId } = await ethers.provider.getNetwork();
  const { name, version, verifyingContract } = await token.eip712Domain();
  const address = await owner.getAddress();
  const types = {
    Permit: [
      { name: "owner", type: "address" },
      { name: "spender", type: "address" },
      { name: "value", type: "uint256" },
      { name: "nonce", type: "uint256" },
      { name: "deadline", type: "uint256" },
    ],
  };
  return Signature.from(
    await owner.signTypedData({ name, version, chainId, verifyingContract }, types, {
      owner: address,
      spender: await resolveAddress(spender),
      value,
      nonce: await token["nonces(address)"](address),
      deadline,
    }),
  );
}
