import { loadFixture, time } from "@nomicfoundation/hardhat-network-helpers";
import { expect } from "chai";
import { ethers } from "hardhat";

import { deployTrust } from "../../helpers/trust";

const MAX_PAUSE = 7 * 86_400;
const LONGEST = 2n ** 40n - 1n;

type Trust = Awaited<ReturnType<typeof deployTrust>>;

/** Everything that the guardian can pause. */
const PAUSES = {
  "OperatorStaking.pauseBonding": {
    pause: ({ staking, guardian }: Trust, until: bigint | number) =>
      staking.connect(guardian).pauseBonding(until),
    pausedUntil: ({ staking }: Trust) => staking.bondingPausedUntil(),
  },
  "RewardDistributor.pauseProposals": {
    pause: ({ distributor, guardian }: Trust, until: bigint | number) =>
      distributor.connect(guardian).pauseProposals(until),
    pausedUntil: ({ distributor }: Trust) => distributor.proposalsPausedUntil(),
  },
} as const;

describe("ExpiringPause", () => {
  for (const [name, { pause, pausedUntil }] of Object.entries(PAUSES)) {
    describe(name, () => {
      it("reverts for a pause that ends more than seven days ahead, to the second", async () => {
        const trust = await loadFixture(deployTrust);
        const library = await ethers.getContractAt("ExpiringPause", ethers.ZeroAddress);
        const now = (await time.latest()) + 10;
        for (const until of [BigInt(now + MAX_PAUSE + 1), LONGEST]) {
          await time.setNextBlockTimestamp(now + (until === LONGEST ? 1 : 0));
          await expect(pause(trust, until))
            .to.be.revertedWithCustomError(library, "PauseTooLong")
            .withArgs(until, now + MAX_PAUSE + (until === LONGEST ? 1 : 0));
        }
        expect(await pausedUntil(trust)).to.equal(0);
      });

      it("takes a pause of exactly seven days", async () => {
        const trust = await loadFixture(deployTrust);
        const now = (await time.latest()) + 10;
        await time.setNextBlockTimestamp(now);
        await pause(trust, now + MAX_PAUSE);
        expect(await pausedUntil(trust)).to.equal(now + MAX_PAUSE);
      });

      it("takes a pause that is over, which ends the one under way", async () => {
        const trust = await loadFixture(deployTrust);
        await pause(trust, (await time.latest()) + 100);
        for (const until of [await time.latest(), 1, 0]) {
          await pause(trust, until);
          expect(await pausedUntil(trust)).to.equal(until);
        }
      });
    });
  }
});
