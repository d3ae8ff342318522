import { reset, setCode, time } from "@nomicfoundation/hardhat-network-helpers";
import { expect } from "chai";
import JSON5 from "json5";
import { AbiCoder } from "ethers";
import hre, { ethers } from "hardhat";

import { deployNetwork } from "../../deploy/deploy-network";
import { type Fields } from "../../deploy/parameter-fields";
import { parseParameters } from "../../deploy/parameters";
import type { ExpectedNetwork } from "../../deploy/status/network";
import { Explorer } from "../../deploy/verify/explorer";
import { type VerifiableContract, verifiableContracts } from "../../deploy/verify/verifiable-contract";
import { EmissionController__factory } from "../../typechain-types";
import { EXAMPLE_ROLES, filledExample } from "../helpers/launch/example";
import { FakeExplorer } from "../helpers/launch/fake-explorer";

const CHAIN_ID = 31337;
const DAY = 86_400;

describe("verify-sources", () => {
  let network: ExpectedNetwork;
  let contracts: VerifiableContract[];
  let fake: FakeExplorer;
  let explorer: Explorer;

  before(async () => {
    await reset();
    const signers = await ethers.getSigners();
    const accounts = EXAMPLE_ROLES.map((_, index) => signers[index + 1]?.address ?? "");
    const filled = { chainId: CHAIN_ID, accounts, genesis: (await time.latest()) + 2 * DAY };
    const parameters = parseParameters(JSON5.parse<Fields>(filledExample("mainnet", filled)));
    const addresses = await deployNetwork(hre, parameters);
    network = { hre, provider: ethers.provider, addresses, parameters };
    contracts = await verifiableContracts(network);
  });

  beforeEach(async () => {
    fake = await FakeExplorer.start();
    explorer = new Explorer(fake.url, "key", CHAIN_ID);
  });

  afterEach(() => {
    fake.stop();
  });

  const contract = (name: string) =>
    contracts.find((each) => each.name === name) ?? expect.fail(`there is no ${name}`);

  it("knows every contract of the network, and what each was constructed with", () => {
    const { RewardDistributor, ReporterCommittee, ...single } = network.addresses;
    const addresses = [...Object.values(single), ...RewardDistributor, ...ReporterCommittee];
    expect(contracts.map(({ address }) => address)).to.include.members(addresses);
    expect(contracts).to.have.length(addresses.length + 1);
    for (const { name, constructorArguments } of contracts)
      expect(constructorArguments, name).to.match(/^([0-9a-f]{64})*$/);
  });

  it("constructor arguments are those that the contract was given", () => {
    const { RewardToken, AccessManager } = network.addresses;
    const { constructorArguments } = contract("EmissionController");
    const { inputs } = EmissionController__factory.createInterface().deploy;
    const values = AbiCoder.defaultAbiCoder().decode(inputs, `0x${constructorArguments}`).toArray();
    expect(values).to.include.members([RewardToken, AccessManager]);
    expect(contract("P256Verifier").constructorArguments).to.equal("");
  });

  it("hands in what the compiler was given", async () => {
    expect(await explorer.verify(contract("RewardToken"))).to.deep.equal({ result: "verified" });
    const [submission = {}] = fake.submissions;
    expect(submission).to.deep.include({
      contractaddress: network.addresses.RewardToken,
      contractname: "contracts/token/RewardToken.sol:RewardToken",
      codeformat: "solidity-standard-json-input",
    });
    expect(submission["compilerversion"]).to.match(/^v\d+\.\d+\.\d+\+commit\.[0-9a-f]{8}$/);
    const input = JSON.parse(submission["sourceCode"] ?? "") as {
      sources: Record<string, object>;
      settings: { viaIR: boolean };
    };
    expect(input.sources).to.include.keys("contracts/token/RewardToken.sol");
    expect(input.settings.viaIR).to.equal(true);
  });

  it("takes each contract's own compiler settings", () => {
    const runsOf = (name: string) =>
      (JSON.parse(contract(name).input) as { settings: { optimizer: { runs: number } } }).settings.optimizer
        .runs;
    expect([runsOf("RewardToken"), runsOf("DeviceRegistry")]).to.deep.equal([1_000_000, 200]);
  });

  it("hands nothing in twice", async () => {
    await explorer.verify(contract("RewardToken"));
    expect(await explorer.verify(contract("RewardToken"))).to.deep.equal({ result: "was verified already" });
    expect(fake.submissions).to.have.length(1);
  });

  it("says why a contract was refused", async () => {
    const token = contract("RewardToken");
    fake.verdicts.set(token.qualifiedName, "Fail - Unable to verify");
    expect(await explorer.verify(token)).to.deep.equal({
      result: "refused",
      reason: "Fail - Unable to verify",
    });
    fake.verdicts.set(token.qualifiedName, "Max rate limit reached");
    expect((await explorer.verify(token)).reason).to.match(/Max rate limit reached/);
  });

  it("hands in nothing for code that this repository did not deploy", async () => {
    const other = { ...network, addresses: { ...network.addresses, RewardToken: `0x${"12".repeat(20)}` } };
    await setCode(other.addresses.RewardToken, "0x00");
    const token = (await verifiableContracts(other)).find(({ name }) => name === "RewardToken");
    const { result, reason } = await explorer.verify(token ?? contract("RewardToken"));
    expect(result).to.equal("refused");
    expect(reason).to.match(/no deployment of this repository's code created it/);
    expect(fake.submissions).to.deep.equal([]);
  });

  it("names an explorer that does not answer", async () => {
    fake.stop();
    const error: unknown = await explorer.verify(contract("RewardToken")).catch((caught: unknown) => caught);
    expect(error).to.include({ code: "EXPLORER_UNREACHABLE", exitCode: 3 });
  });
});
