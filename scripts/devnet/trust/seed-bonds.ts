import { type AddressLike, parseEther } from "ethers";
import type { HardhatRuntimeEnvironment } from "hardhat/types";

import type { NetworkAddresses } from "../../../deploy/deploy-network";
import type { NetworkParameters } from "../../../deploy/parameters";
import { settled } from "../../../src/chain/send";
import {
  type OperatorStaking,
  OperatorStaking__factory,
  type RewardToken,
  RewardToken__factory,
} from "../../../typechain-types";
import type { AccountName, NamedAccounts } from "../accounts";

/** What operators bond. dave is short of what his devices require. */
const OPERATOR_BONDS = {
  alice: parseEther("1000"),
  bob: parseEther("1000"),
  carol: parseEther("1000"),
  dave: parseEther("200"),
} satisfies Partial<Record<AccountName, bigint>>;

const REPORTER_BOND = parseEther("2000");
const REPORTER_PLEDGE = parseEther("1000");

/** Bonds the operators' tokens and the reporters', and pledges a part of the latter to the committees they sit on. */
export async function seedBonds(
  hre: HardhatRuntimeEnvironment,
  { committees }: NetworkParameters,
  addresses: NetworkAddresses,
  accounts: NamedAccounts,
): Promise<void> {
  const { provider } = hre.ethers;
  const token = RewardToken__factory.connect(addresses.RewardToken, provider);
  const staking = OperatorStaking__factory.connect(addresses.OperatorStaking, provider);
  const bond = bondWith(hre, token, staking);
  for (const [name, amount] of Object.entries(OPERATOR_BONDS)) {
    await bond(accounts[name as keyof typeof OPERATOR_BONDS].address, amount);
  }
  for (const [index, { members }] of committees.entries()) {
    for (const { account } of members) {
      await bond(account, REPORTER_BOND);
      const member = staking.connect(await hre.ethers.getSigner(account));
      await settled(member.pledge(addresses.ReporterCommittee[index] ?? "", REPORTER_PLEDGE));
    }
  }
}

function bondWith(hre: HardhatRuntimeEnvironment, token: RewardToken, staking: OperatorStaking) {
  return async (account: string, amount: bigint): Promise<void> => {
    const signer = await hre.ethers.getSigner(account);
    await settled(token.connect(signer).approve(staking satisfies AddressLike, amount));
    await settled(staking.connect(signer).bond(account, amount));
  };
}
