import { expect } from "chai";

import { Kinds } from "../../../../src/devices/snapshot/kinds";

const NOTICE = 7 * 86_400;
const START = 1_800_000_000;

describe("Kinds", () => {
  function kindWith(requiredBond: bigint): Kinds {
    const kinds = new Kinds();
    kinds.add({ type: "kind-added", kind: 1, program: 4, requiredBond });
    return kinds;
  }

  /** Sets a bond as the registry does: it says from when on it counts. */
  function setBond(kinds: Kinds, requiredBond: bigint, at: number): void {
    kinds.setBond({ type: "required-bond-set", kind: 1, requiredBond, fromTime: at + NOTICE });
  }

  it("takes the bond that a kind is added with at once", () => {
    expect(kindWith(5n).requiredBondOf(1, 0)).to.equal(5n);
    expect(kindWith(5n).programOf(1)).to.equal(4);
  });

  it("takes another one when its notice is over", () => {
    const kinds = kindWith(5n);
    setBond(kinds, 9n, START);
    expect(kinds.requiredBondOf(1, START + NOTICE - 1)).to.equal(5n);
    expect(kinds.requiredBondOf(1, START + NOTICE)).to.equal(9n);
  });

  it("forgets one that was replaced before it counted", () => {
    const kinds = kindWith(5n);
    setBond(kinds, 9n, START);
    setBond(kinds, 6n, START + NOTICE - 1);
    expect(kinds.requiredBondOf(1, START + NOTICE)).to.equal(5n);
    expect(kinds.requiredBondOf(1, START + 2 * NOTICE - 2)).to.equal(5n);
    expect(kinds.requiredBondOf(1, START + 2 * NOTICE - 1)).to.equal(6n);
  });

  it("keeps one that was replaced when it counted, until the next one does", () => {
    const kinds = kindWith(5n);
    setBond(kinds, 9n, START);
    setBond(kinds, 6n, START + NOTICE);
    expect(kinds.requiredBondOf(1, START + 2 * NOTICE - 1)).to.equal(9n);
    expect(kinds.requiredBondOf(1, START + 2 * NOTICE)).to.equal(6n);
  });

  it("requires nothing of what it does not know", () => {
    const kinds = new Kinds();
    expect([kinds.has(1), kinds.programOf(1), kinds.requiredBondOf(1, START)]).to.deep.equal([false, 0, 0n]);
    expect(kinds.setBond({ type: "required-bond-set", kind: 1, requiredBond: 1n, fromTime: START })).to.equal(
      false,
    );
    expect(kinds.requireBonds(START)).to.equal(false);
  });
});
