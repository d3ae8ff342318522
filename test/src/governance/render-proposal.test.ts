import { expect } from "chai";
import { id } from "ethers";

import { decodeCall } from "../../../src/governance/decode-call";
import { descriptionOf, titleOf } from "../../../src/governance/description";
import type { Place } from "../../../src/governance/place";
import { renderProposal } from "../../../src/governance/render-proposal";
import { SUITE_CONTRACTS } from "../../../src/governance/suite";
import type { Address } from "../../../src/hex";
import { addressOf, errorOf, placed } from "./support";

const ACCOUNT = "0x00000000000000000000000000000000000000aa";
const TIMELOCK = { address: addressOf("NetworkTimelock"), delaySeconds: 604_800 };
const book = new Map<Address, Place>(SUITE_CONTRACTS.map((contract) => [addressOf(contract), { contract }]));

describe("renderProposal", () => {
  const weights = placed("EmissionController.setWeights", "[8000,2000]");
  const grant = placed("AccessManager.grantRole", "guardian", ACCOUNT, "0");
  const delay = placed("NetworkTimelock.updateDelay", "7200");

  it("lets the governor make the calls of its roles by itself", () => {
    const { targets, values, calldatas, operation } = renderProposal([weights], "A change", TIMELOCK);
    expect({ targets, values, calldatas, operation }).to.deep.equal({
      targets: [addressOf("EmissionController")],
      values: [0n],
      calldatas: [weights.data],
      operation: undefined,
    });
  });

  it("schedules the calls of the admin in the timelock, together, after its own", () => {
    const rendered = renderProposal([grant, weights, delay], "A change", TIMELOCK);
    expect(rendered.targets).to.deep.equal([addressOf("EmissionController"), TIMELOCK.address]);
    expect(rendered.operation).to.deep.include({
      targets: [addressOf("AccessManager"), TIMELOCK.address],
      calldatas: [grant.data, delay.data],
      delaySeconds: 604_800,
      salt: id("A change"),
    });
    const back = decodeCall(TIMELOCK.address, rendered.calldatas[1] ?? "0x", book);
    expect(back.call).to.equal("NetworkTimelock.scheduleBatch");
    expect(back.operation).to.deep.include({
      id: rendered.operation?.id,
      delaySeconds: 604_800n,
      isBatch: true,
    });
    expect(back.operation?.calls.map(({ call }) => call)).to.deep.equal([
      "AccessManager.grantRole",
      "NetworkTimelock.updateDelay",
    ]);
    const granted = back.operation?.calls[0]?.arguments.map(({ name, value }) => [name, value]);
    expect(granted).to.deep.equal([
      ["roleId", "4"],
      ["account", "0x00000000000000000000000000000000000000AA"],
      ["executionDelay", "0"],
    ]);
  });

  it("gives the same operation another id in every proposal: one can be scheduled once only", () => {
    const [first, second] = ["One", "Two"].map((text) => renderProposal([grant], text, TIMELOCK));
    expect(first?.operation?.id).not.to.equal(second?.operation?.id);
  });
});

describe("decodeCall", () => {
  it("names lists, tuples and devices as people give them", () => {
    const { data } = placed("DisputeManager.setTerms", '["1","2","3",500]');
    const [terms] = decodeCall(addressOf("DisputeManager"), data, book).arguments;
    expect(terms?.value).to.deep.equal({
      reportBond: "1",
      deviceBond: "2",
      maxPenalty: "3",
      shareBps: "500",
    });
    const lift = placed("DeviceRegistry.lift", "10");
    const [device] = decodeCall(lift.target, lift.data, book).arguments;
    expect(device).to.include({ name: "device", value: `0x${"0".repeat(63)}a` });
  });

  it("leaves what it does not know as it is", () => {
    const { data } = placed("EmissionController.setWeights", "[1]");
    expect(decodeCall(ACCOUNT, data, book)).to.include({ call: undefined, place: undefined, data });
    const truncated = decodeCall(addressOf("EmissionController"), data.slice(0, 12) as `0x${string}`, book);
    expect(truncated.call).to.equal(undefined);
    expect(decodeCall(addressOf("EmissionController"), "0x01020304", book).call).to.equal(undefined);
  });

  it("does not hide data behind what the function reads", () => {
    const { data } = placed("EmissionController.setWeights", "[1]");
    const longer = decodeCall(addressOf("EmissionController"), `${data}${"00".repeat(32)}`, book);
    expect(longer.call).to.equal(undefined);
  });
});

describe("descriptionOf", () => {
  it("has the title as its heading, and binds the proposer", () => {
    const text = descriptionOf("New weights", "Because.", ACCOUNT);
    expect(text).to.equal(`# New weights\n\nBecause.\n\n#proposer=${ACCOUNT}`);
    expect(titleOf(text)).to.equal("New weights");
    expect(descriptionOf("New weights", "", ACCOUNT)).to.equal(`# New weights\n\n#proposer=${ACCOUNT}`);
  });

  it("refuses an empty title, and one of several lines", () => {
    for (const title of ["", "  ", "a\nb"])
      expect(errorOf(() => descriptionOf(title, "", ACCOUNT)).code).to.equal("TITLE_INVALID");
  });
});
