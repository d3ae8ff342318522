import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { loadFixture } from "@nomicfoundation/hardhat-network-helpers";
import { expect } from "chai";
import { ethers, network } from "hardhat";

import { findDisputeManager } from "../../src/chain/trust/find-dispute-manager";
import { findStaking } from "../../src/chain/trust/find-staking";
import { OpenDepinError } from "../../src/errors";
import { deployTrust } from "../helpers/trust";

const NOBODY = "0x00000000000000000000000000000000000000b1";

/** What each is called where it is looked for. */
const SOUGHT = [
  { title: "OperatorStaking", find: findStaking, code: "STAKING", option: "--staking", own: "staking" },
  {
    title: "DisputeManager",
    find: findDisputeManager,
    code: "DISPUTES",
    option: "--disputes",
    own: "manager",
  },
] as const;

describe("Finding the contracts of trust", () => {
  const home = process.cwd();
  let folder: string;

  beforeEach("stand in an empty folder", () => {
    folder = mkdtempSync(join(tmpdir(), "opendepin-find-"));
    process.chdir(folder);
  });

  afterEach(() => {
    process.chdir(home);
    rmSync(folder, { recursive: true });
  });

  for (const { title, find, code, option, own } of SOUGHT) {
    describe(title, () => {
      it("is the one at the address given", async () => {
        const address = await (await loadFixture(deployTrust))[own].getAddress();
        expect(await (await find(ethers.provider, address)).getAddress()).to.equal(address);
      });

      it("is the devnet's when no address is given, if the devnet is of the same chain", async () => {
        const trust = await loadFixture(deployTrust);
        const chainId = network.config.chainId ?? 0;
        const contracts = {
          operatorStaking: await trust.staking.getAddress(),
          disputeManager: await trust.manager.getAddress(),
        };
        writeFileSync("devnet.json", JSON.stringify({ chainId, contracts }));
        const found = await find(ethers.provider);
        expect(await found.getAddress()).to.equal(await trust[own].getAddress());

        writeFileSync("devnet.json", JSON.stringify({ chainId: chainId + 1, contracts }));
        await refuses(find(ethers.provider), `${code}_UNKNOWN`, new RegExp(`^no ${title} is known on chain`));
      });

      it("is missed by its name, with the option that names it", async () => {
        await refuses(find(ethers.provider), `${code}_UNKNOWN`, new RegExp(`name it with ${option}, or run`));
      });

      it("is no account, and no other contract", async () => {
        const other = await (await loadFixture(deployTrust)).token.getAddress();
        await refuses(find(ethers.provider, NOBODY), `${code}_INVALID`, /^no contract at 0x/);
        await refuses(find(ethers.provider, "0x12"), `${code}_INVALID`, /^"0x12" is not an address$/);
        const reason = new RegExp(`^the contract at ${other} is not a ${title}$`);
        await refuses(find(ethers.provider, other), `${code}_INVALID`, reason);
      });
    });
  }
});

async function refuses(finding: Promise<unknown>, code: string, reason: RegExp): Promise<void> {
  const error = await finding.then(
    () => undefined,
    (thrown: unknown) => thrown,
  );
  if (!(error instanceof OpenDepinError)) throw new Error(`expected ${code}`, { cause: error });
  expect(error.code).to.equal(code);
  expect(error.reason).to.match(reason);
}
