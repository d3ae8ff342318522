import { loadFixture } from "@nomicfoundation/hardhat-network-helpers";
import { expect } from "chai";
import { dataSlice, id } from "ethers";

import { deepen } from "../../helpers/deepen";
import { finalizeEpoch } from "../../helpers/finalize-epoch";
import { gasUsed, TRANSACTION_GAS_CAP } from "../../helpers/gas";
import { deploySuite } from "../../helpers/suite";
import { claimTree } from "../../helpers/tree";

/** Proofs as long as those of a tree of 2^20 leaves. */
const DEPTH = 20;

describe("RewardDistributor", () => {
  describe("claimMany", () => {
    for (const size of [100, 200]) {
      it(`pays ${size} accounts of a tree of 1,000,000 leaves below 2^24 gas @exhaustive`, async () => {
        const suite = await loadFixture(deploySuite);
        const accounts = Array.from({ length: size }, (_, i) => dataSlice(id(`account ${i}`), 12));
        const rows = accounts.map((account, i) => ({ account, cumulative: BigInt(i + 1) }));
        const shallow = claimTree(rows);
        const tree = deepen(shallow, DEPTH - Math.ceil(Math.log2(size)));
        await finalizeEpoch(suite, 0, tree);

        const batch = accounts.map((account) => tree.claimOf(account));
        expect(Math.max(...batch.map(({ proof }) => proof.length))).to.equal(DEPTH);
        expect(await suite.distributor.claimMany.staticCall(batch)).to.equal(tree.total);
        const gas = await gasUsed(suite.distributor.claimMany(batch));
        expect(gas).to.be.below(TRANSACTION_GAS_CAP);
        expect(await suite.token.balanceOf(suite.distributor)).to.equal(0);
        console.log(`          claimMany of ${size}: ${gas.toString()} gas`);
      });
    }
  });
});
