import { time } from "@nomicfoundation/hardhat-network-helpers";
import { MaxUint256, parseEther } from "ethers";

import { deployCommittee } from "../../test/helpers/committee";
import { deployTrust, fund, THAW_PERIOD } from "../../test/helpers/trust";
import { type GasTable } from "./gas";
import { gasOf } from "./gas-of";

/** As many thaws as one account can have under way. */
const MAX_THAWS = 16;
const AMOUNT = parseEther("100");

/** What it costs to bond, to pledge and to leave. The same contracts give the same figures. */
export async function measureStakeGas(): Promise<GasTable> {
  const trust = await deployTrust();
  const { token, staking, alice } = trust;
  const asAlice = staking.connect(alice);
  await fund(trust, alice, 100n * AMOUNT);
  await token.connect(alice).approve(staking, MaxUint256);
  const committee = await deployCommittee({ ...trust, pledges: staking });
  await asAlice.bond(trust.bob, AMOUNT);

  const table: GasTable = {
    "bond, first": await gasOf(asAlice.bond(alice, 50n * AMOUNT)),
    "bond, later": await gasOf(asAlice.bond(alice, AMOUNT)),
    "pledge, first": await gasOf(asAlice.pledge(committee, AMOUNT)),
    "thaw, first": await gasOf(asAlice.thaw(AMOUNT)),
    "thaw, later": await gasOf(asAlice.thaw(AMOUNT)),
  };
  await time.increase(THAW_PERIOD);
  await asAlice.withdraw(alice);
  await asAlice.thaw(AMOUNT);
  await time.increase(THAW_PERIOD);
  table["withdraw, 1 thaw"] = await gasOf(asAlice.withdraw(alice));
  for (let thaw = 0; thaw < MAX_THAWS; thaw++) await asAlice.thaw(AMOUNT);
  await time.increase(THAW_PERIOD);
  table[`withdraw, ${MAX_THAWS} thaws`] = await gasOf(asAlice.withdraw(alice));
  return table;
}
