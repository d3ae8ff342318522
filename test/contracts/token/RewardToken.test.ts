import { loadFixture } from "@nomicfoundation/hardhat-network-helpers";
import { expect } from "chai";
import { parseEther, ZeroAddress } from "ethers";
import { ethers } from "hardhat";

import { ALLOCATED, CAP, deployEmissions } from "../../helpers/suite";

const MAX_CAP = 2n ** 128n - 1n;

describe("RewardToken", () => {
  describe("constructor", () => {
    async function deployWith(cap: bigint, allocations: { account: string; amount: bigint }[] = []) {
      const { authority } = await loadFixture(deployEmissions);
      const factory = await ethers.getContractFactory("RewardToken");
      return { factory, deploying: factory.deploy("Reward", "RWD", cap, allocations, authority) };
    }

    it("reverts for a cap of zero", async () => {
      const { factory, deploying } = await deployWith(0n);
      await expect(deploying).to.be.revertedWithCustomError(factory, "ERC20InvalidCap").withArgs(0);
    });

    it("reverts for a cap that does not fit 128 bits", async () => {
      const { factory, deploying } = await deployWith(MAX_CAP + 1n);
      await expect(deploying)
        .to.be.revertedWithCustomError(factory, "RewardTokenCapTooHigh")
        .withArgs(MAX_CAP + 1n, MAX_CAP);
    });

    it("reverts for allocations of one base unit above the cap", async () => {
      const { alice, bob } = await loadFixture(deployEmissions);
      const { factory, deploying } = await deployWith(100n, [
        { account: alice.address, amount: 60n },
        { account: bob.address, amount: 41n },
      ]);
      await expect(deploying).to.be.revertedWithCustomError(factory, "ERC20ExceededCap").withArgs(101, 100);
    });

    it("reverts for an allocation to the zero address", async () => {
      const { factory, deploying } = await deployWith(100n, [{ account: ZeroAddress, amount: 1n }]);
      await expect(deploying)
        .to.be.revertedWithCustomError(factory, "ERC20InvalidReceiver")
        .withArgs(ZeroAddress);
    });

    it("accepts the highest cap, without any allocation", async () => {
      const { deploying } = await deployWith(MAX_CAP);
      const token = await deploying;
      expect(await token.cap()).to.equal(MAX_CAP);
      expect(await token.totalSupply()).to.equal(0);
    });

    it("accepts allocations that fill the cap, also several of one account", async () => {
      const { alice, bob } = await loadFixture(deployEmissions);
      const { deploying } = await deployWith(100n, [
        { account: alice.address, amount: 60n },
        { account: bob.address, amount: 30n },
        { account: alice.address, amount: 10n },
      ]);
      const token = await deploying;
      await expect(token.deploymentTransaction())
        .to.emit(token, "Transfer")
        .withArgs(ZeroAddress, bob.address, 30);
      expect(await token.balanceOf(alice)).to.equal(70);
      expect(await token.balanceOf(bob)).to.equal(30);
      expect(await token.totalSupply()).to.equal(100);
      expect(await token.name()).to.equal("Reward");
      expect(await token.symbol()).to.equal("RWD");
      expect(await token.decimals()).to.equal(18);
    });
  });

  describe("mint", () => {
    it("reverts for a caller without the minter role, whatever else it is", async () => {
      const { token, stranger, admin, treasury, emissionsManager } = await loadFixture(deployEmissions);
      for (const caller of [stranger, admin, treasury, emissionsManager]) {
        await expect(token.connect(caller).mint(caller, 1n))
          .to.be.revertedWithCustomError(token, "AccessManagedUnauthorized")
          .withArgs(caller.address);
      }
    });

    it("reverts for the zero address", async () => {
      const { token, minter } = await loadFixture(deployEmissions);
      await expect(token.connect(minter).mint(ZeroAddress, 1n))
        .to.be.revertedWithCustomError(token, "ERC20InvalidReceiver")
        .withArgs(ZeroAddress);
    });

    it("reverts for one base unit above the cap", async () => {
      const { token, minter, alice } = await loadFixture(deployEmissions);
      await expect(token.connect(minter).mint(alice, CAP - ALLOCATED + 1n))
        .to.be.revertedWithCustomError(token, "ERC20ExceededCap")
        .withArgs(CAP + 1n, CAP);
    });

    it("mints up to the cap, and nothing more", async () => {
      const { token, minter, alice } = await loadFixture(deployEmissions);
      const minting = token.connect(minter).mint(alice, CAP - ALLOCATED);
      await expect(minting)
        .to.emit(token, "Transfer")
        .withArgs(ZeroAddress, alice.address, CAP - ALLOCATED);
      await expect(minting).to.changeTokenBalance(token, alice, CAP - ALLOCATED);
      expect(await token.totalSupply()).to.equal(CAP);
      await expect(token.connect(minter).mint(alice, 1n))
        .to.be.revertedWithCustomError(token, "ERC20ExceededCap")
        .withArgs(CAP + 1n, CAP);
    });
  });

  describe("burn", () => {
    it("reverts for more than the holder has", async () => {
      const { token, alice } = await loadFixture(deployEmissions);
      await expect(token.connect(alice).burn(1n))
        .to.be.revertedWithCustomError(token, "ERC20InsufficientBalance")
        .withArgs(alice.address, 0, 1);
    });

    it("destroys the caller's own tokens; the cap is on what exists at one time", async () => {
      const { token, minter, treasury, alice } = await loadFixture(deployEmissions);
      const burning = token.connect(treasury).burn(5n);
      await expect(burning).to.emit(token, "Transfer").withArgs(treasury.address, ZeroAddress, 5);
      await expect(burning).to.changeTokenBalance(token, treasury, -5);
      expect(await token.totalSupply()).to.equal(ALLOCATED - 5n);
      await token.connect(minter).mint(alice, CAP - ALLOCATED + 5n);
      expect(await token.totalSupply()).to.equal(CAP);
    });
  });

  describe("burnFrom", () => {
    it("reverts without an allowance", async () => {
      const { token, treasury, stranger } = await loadFixture(deployEmissions);
      await expect(token.connect(stranger).burnFrom(treasury, 1n))
        .to.be.revertedWithCustomError(token, "ERC20InsufficientAllowance")
        .withArgs(stranger.address, 0, 1);
    });

    it("destroys what the owner allowed", async () => {
      const { token, treasury, alice } = await loadFixture(deployEmissions);
      await token.connect(treasury).approve(alice, 7n);
      await expect(token.connect(alice).burnFrom(treasury, 3n)).to.changeTokenBalances(
        token,
        [treasury, alice],
        [-3, 0],
      );
      expect(await token.allowance(treasury, alice)).to.equal(4);
      expect(await token.totalSupply()).to.equal(ALLOCATED - 3n);
    });
  });

  describe("transfer", () => {
    it("moves exactly the amount: no fee, no list of forbidden accounts", async () => {
      const { token, treasury, alice } = await loadFixture(deployEmissions);
      const transfer = token.connect(treasury).transfer(alice, parseEther("10"));
      await expect(transfer).to.changeTokenBalances(
        token,
        [treasury, alice],
        [-parseEther("10"), parseEther("10")],
      );
      expect(await token.totalSupply()).to.equal(ALLOCATED);
    });
  });
});
