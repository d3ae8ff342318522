import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { reset, time } from "@nomicfoundation/hardhat-network-helpers";
import { expect } from "chai";
import { parseEther } from "ethers";
import JSON5 from "json5";
import { ethers } from "hardhat";

import { type Check, checkLaunch, type LaunchConditions } from "../../deploy/launch/checks";
import { readLaunchParameters } from "../../deploy/launch/launch-parameters";
import { type Fields } from "../../deploy/parameter-fields";
import { type NetworkParameters, parseParameters } from "../../deploy/parameters";
import { offlineKey } from "../helpers/accounts";
import { EXAMPLE_ROLES, filledExample } from "../helpers/launch/example";

const CHAIN_ID = 31337;
const DAY = 86_400;
const PARAMETERS = resolve(__dirname, "../../deploy/parameters");

describe("checks of a launch", () => {
  const accounts = EXAMPLE_ROLES.map((role) => offlineKey(role).address);
  let deployer: string;
  let network: NetworkParameters;

  before(async () => {
    await reset();
    deployer = (await ethers.getSigners())[0]?.address ?? expect.fail("the chain has no account");
    const filled = { chainId: CHAIN_ID, accounts, genesis: (await time.latest()) + DAY };
    network = parseParameters(JSON5.parse<Fields>(filledExample("mainnet", filled)));
  });

  async function faults(
    change: Partial<NetworkParameters> = {},
    conditions: Partial<LaunchConditions & { chainId: number }> = {},
  ): Promise<string[]> {
    const { chainId = CHAIN_ID, ...given } = conditions;
    const launch = { chainId, network: { ...network, ...change } };
    const checks = await checkLaunch(launch, { deployer, cost: 1n, ...given }, ethers.provider);
    return checks
      .filter(({ fault }: Check) => fault !== undefined)
      .map(({ subject, fault }) => `${subject}: ${fault}`);
  }

  it("find nothing wrong with the example once it is filled in", async () => {
    expect(await faults()).to.deep.equal([]);
  });

  it("ask for the factory where it is not, and will not be put", async () => {
    const [fault] = await faults({}, { chainId: 1 });
    expect(fault).to.match(/^factory: CreateX is not there: have it deployed on this chain first/);
  });

  it("say how much ether is missing", async () => {
    const balance = await ethers.provider.getBalance(deployer);
    expect(await faults({}, { cost: balance + parseEther("2.5") })).to.deep.equal([
      "balance: send it 2.5 more",
    ]);
    expect(await faults({}, { cost: balance })).to.deep.equal([]);
  });

  it("say by how much allocations and schedule exceed the cap", async () => {
    const { token } = network;
    const scheduled = async (cap: bigint) => faults({ token: { ...token, cap } });
    const [fault = ""] = await scheduled(1n);
    const excess = parseEther(/by ([\d.]+)$/.exec(fault)?.[1] ?? expect.fail(fault));
    expect(fault).to.match(/^supply: raise token\.cap, or lower token\.allocations or emissions\.curve by /);
    expect(await scheduled(1n + excess)).to.deep.equal([]);
    expect(await scheduled(excess)).to.have.length(1);
  });

  it("refuse a first epoch that the EmissionController would refuse: more than four years ahead", async () => {
    const latest = (await time.latest()) + 4 * 365 * DAY;
    const starting = (genesis: number) => faults({ emissions: { ...network.emissions, genesis } });
    expect((await starting(latest + 1))[0]).to.match(
      /^epochs: emissions\.genesis is at most four years ahead: /,
    );
    expect(await starting(latest)).to.deep.equal([]);
  });

  for (const subject of ["guardian", "arbiter"] as const) {
    it(`refuse the deployer as ${subject}: it must end with nothing`, async () => {
      expect(await faults({ [subject]: deployer.toLowerCase() })).to.deep.equal([
        `${subject}: it is the deployer, who must end with nothing: name another account`,
      ]);
    });
  }

  it("refuse an arbiter that is the guardian too", async () => {
    expect(await faults({ arbiter: network.guardian })).to.deep.equal([
      "arbiter: it is the guardian too, who could void what it has to rule on: name another account",
    ]);
  });
});

describe("parameter files", () => {
  const directory = mkdtempSync(join(tmpdir(), "opendepin-parameters-"));

  after(() => {
    rmSync(directory, { recursive: true });
  });

  for (const name of ["mainnet", "sepolia"] as const) {
    it(`${name}.example.json5 is refused as it is, by the first address that is an example's`, async () => {
      const file = join(PARAMETERS, `${name}.example.json5`);
      const error: unknown = await readLaunchParameters(file).catch((caught: unknown) => caught);
      expect(error).to.include({ code: "PARAMETERS_INVALID", exitCode: 2, file });
      expect(String(error)).to.match(
        /token\.allocations\[0\]\.account is still an example's address, and \d+ more: put in your own$/,
      );
    });

    it(`${name}.example.json5 is taken once every address is filled in`, async () => {
      const accounts = EXAMPLE_ROLES.map((role) => offlineKey(role).address);
      const file = join(directory, `${name}.json5`);
      writeFileSync(file, filledExample(name, { chainId: CHAIN_ID, accounts, genesis: 1_900_000_000 }));
      const { chainId, network } = await readLaunchParameters(file);
      expect([chainId, network.guardian]).to.deep.equal([
        CHAIN_ID,
        accounts[EXAMPLE_ROLES.indexOf("guardian")],
      ]);
    });
  }

  it("localhost.json5 is taken as it is", async () => {
    const { chainId } = await readLaunchParameters(join(PARAMETERS, "localhost.json5"));
    expect(chainId).to.equal(CHAIN_ID);
  });

  for (const [what, text, message] of [
    ["no JSON5", "{ chainId: ", /JSON5: invalid end of input/],
    ["without a chain", "{}", /chainId/],
  ] as const) {
    it(`a file that is ${what} is refused by its name`, async () => {
      const file = join(directory, "bad.json5");
      writeFileSync(file, text);
      const error: unknown = await readLaunchParameters(file).catch((caught: unknown) => caught);
      expect(error).to.include({ code: "PARAMETERS_INVALID", exitCode: 2, file });
      expect(String(error)).to.match(message);
    });
  }
});
