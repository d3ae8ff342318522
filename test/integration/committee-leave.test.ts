import { loadFixture, time } from "@nomicfoundation/hardhat-network-helpers";
import { expect } from "chai";

import { privateKeyOf } from "../helpers/account-keys";
import { CommandLine } from "../helpers/command-line";
import { deployCommittee, MINIMUM_PLEDGE, PLEDGE } from "./committee-network";

type Network = Awaited<ReturnType<typeof deployCommittee>>;
type Json = Record<string, unknown>;

const NOTICE = 7 * 86_400;

describe("opendepin committee resign and dismiss", () => {
  const cli = new CommandLine();

  async function committee(network: Network, account: { address: string }, ...argv: string[]) {
    const flags = ["--rpc", cli.url, "--committee", await network.committee.getAddress()];
    return cli.run(["committee", ...argv, ...flags], privateKeyOf(account));
  }

  /** Reads what a command that must succeed prints as JSON. */
  async function done(network: Network, account: { address: string }, ...argv: string[]): Promise<Json> {
    const { exitCode, stdout, stderr } = await committee(network, account, ...argv, "--json");
    expect([exitCode, stderr]).to.deep.equal([0, ""]);
    return JSON.parse(stdout) as Json;
  }

  const keyOf = async ({ committee: opened }: Network, account: { address: string }) => {
    const keys = await opened.memberKeys();
    const members = await Promise.all(keys.map((key) => opened.memberOf(key)));
    return keys[members.findIndex((member) => member.account === account.address)];
  };

  it("lets a member leave, and take its pledge back", async () => {
    const network = await loadFixture(deployCommittee);
    const { alice, staking } = network;
    const key = await keyOf(network, alice);
    const { configuration: before } = { configuration: await network.committee.configuration() };
    const left = await done(network, alice, "resign");
    expect(left).to.include({ account: alice.address.toLowerCase(), key });
    expect(left["committee"]).to.include({ configuration: Number(before) + 1, totalWeight: "5" });
    expect(await network.committee.isOnDuty(alice)).to.equal(false);
    await staking.connect(alice).pledge(network.committee, 0n);
  });

  it("tells people what is left of the committee", async () => {
    const network = await loadFixture(deployCommittee);
    const { stdout } = await committee(network, network.bob, "resign");
    expect(stdout).to.match(/^quorum +4 of 5$/m);
    expect(stdout).to.match(/^next +take the pledge back: opendepin stake pledge 0 --duty 0x[0-9a-f]{40}$/m);
  });

  it("lets anybody dismiss who has pledged too little, once the minimum counts", async () => {
    const network = await loadFixture(deployCommittee);
    const { bob, stranger, committeesManager } = network;
    const asManager = network.committee.connect(await network.signerOf(committeesManager));
    await (await asManager.setMinimumPledge(MINIMUM_PLEDGE)).wait();
    const early = await committee(network, stranger, "dismiss", bob.address);
    expect([early.exitCode, early.stderr]).to.deep.equal([
      1,
      `error: ${bob.address.toLowerCase()} has pledged ${PLEDGE}, and the minimum is 0: only governance can remove it\n`,
    ]);
    await time.increase(NOTICE);
    const left = await done(network, stranger, "dismiss", bob.address);
    expect(left).to.include({ account: bob.address.toLowerCase() });
    expect(await network.committee.memberCount()).to.equal(4n);
    expect(await network.committee.isOnDuty(bob)).to.equal(false);
  });

  it("refuses who is no member", async () => {
    const network = await loadFixture(deployCommittee);
    const { stranger } = network;
    for (const argv of [["resign"], ["dismiss", stranger.address]]) {
      const { exitCode, stderr } = await committee(network, stranger, ...argv);
      expect(exitCode).to.equal(1);
      expect(stderr).to.contain(`${stranger.address.toLowerCase()} stands behind no member of the committee`);
    }
    expect(await network.committee.memberCount()).to.equal(5n);
  });
});
