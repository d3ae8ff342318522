import { loadFixture } from "@nomicfoundation/hardhat-network-helpers";
import { expect } from "chai";
import fc from "fast-check";
import { id, toBeHex, toUtf8Bytes, ZeroHash } from "ethers";
import { ethers } from "hardhat";

import { type DeviceRegistry } from "../../../typechain-types";
import { location, register } from "../../helpers/device-actions";
import { deviceId, secp256k1Key } from "../../helpers/device-keys";
import { APP, Category, deployDevices, deployHotspot } from "../../helpers/devices";
import { interfaceId } from "../../helpers/interface-id";

const SEED = 20_260_501;
const CELL = 0x8928308280fffffn;
const PREFIX = "data:application/json;base64,";

interface DeviceJson {
  name: string;
  external_url?: string;
  attributes: { trait_type: string; value: string }[];
}

/** What a marketplace reads; throws for what is no JSON. */
async function jsonOf(registry: DeviceRegistry, device: bigint): Promise<DeviceJson> {
  const uri = await registry.tokenURI(device);
  expect(uri.startsWith(PREFIX)).to.equal(true);
  return JSON.parse(Buffer.from(uri.slice(PREFIX.length), "base64").toString("utf8")) as DeviceJson;
}

function isPrintable(bytes: Uint8Array): boolean {
  return bytes.every((byte) => byte >= 0x20 && byte <= 0x7e);
}

/** Any bytes: noise, printable text full of what JSON escapes, and text of any language. */
const anyBytes = fc.oneof(
  fc.uint8Array({ maxLength: 80 }),
  fc
    .string({ unit: fc.constantFrom('"', "\\", "/", "{", "}", " ", "~", "u", "0"), maxLength: 80 })
    .map(toUtf8Bytes),
  fc.array(fc.integer({ min: 0x20, max: 0x7e }), { maxLength: 64 }).map((codes) => Uint8Array.from(codes)),
  fc.string({ unit: "binary", maxLength: 20 }).map((text) => toUtf8Bytes(text)),
);

/** Calldata of `name` with raw bytes in the place of its first string: no client would let them through. */
function rawCall(signature: string, types: string[], values: unknown[]): string {
  return ethers.concat([id(signature).slice(0, 10), ethers.AbiCoder.defaultAbiCoder().encode(types, values)]);
}

describe("DeviceRegistry", () => {
  describe("tokenURI", () => {
    it("reverts for a device without an owner", async () => {
      const { registry } = await loadFixture(deployDevices);
      await expect(registry.tokenURI(1))
        .to.be.revertedWithCustomError(registry, "ERC721NonexistentToken")
        .withArgs(1);
    });

    it("shows kind, category and program, and nothing that is not there", async () => {
      const { registry, alice } = await loadFixture(deployDevices);
      const key = secp256k1Key("app");
      await register(registry, alice, { key, kind: APP });
      expect(await jsonOf(registry, deviceId(key))).to.deep.equal({
        name: `App ${toBeHex(deviceId(key), 32)}`,
        attributes: [
          { trait_type: "Kind", value: "App" },
          { trait_type: "Category", value: "Digital" },
          { trait_type: "Program", value: "2" },
        ],
      });
    });

    it("shows maker, location, metadata and its hash once they are there", async () => {
      const { registry, alice, device, key } = await loadFixture(deployHotspot);
      const asAlice = registry.connect(alice);
      await asAlice.assertLocation(await location(registry, { device, cell: CELL, key }));
      await asAlice.setMetadata(device, 'https://example.org/?q="a\\b"', id("metadata"));
      expect(await jsonOf(registry, device)).to.deep.equal({
        name: `Hotspot ${toBeHex(device, 32)}`,
        external_url: 'https://example.org/?q="a\\b"',
        attributes: [
          { trait_type: "Kind", value: "Hotspot" },
          { trait_type: "Category", value: "Physical" },
          { trait_type: "Program", value: "1" },
          { trait_type: "Maker", value: "1" },
          { trait_type: "Location (H3)", value: "0x08928308280fffff" },
          { trait_type: "Metadata hash", value: id("metadata") },
        ],
      });
    });

    it(`a metadata URI of any bytes is refused, or the JSON shows exactly it (seed ${SEED}) @exhaustive`, async () => {
      const { registry, alice, device } = await loadFixture(deployHotspot);
      let accepted = 0;
      const property = fc.asyncProperty(anyBytes, async (bytes) => {
        const call = rawCall(
          "setMetadata(uint256,string,bytes32)",
          ["uint256", "bytes", "bytes32"],
          [device, bytes, ZeroHash],
        );
        const sent = alice.sendTransaction({ to: registry, data: call });
        if (!isPrintable(bytes)) {
          await expect(sent).to.be.revertedWithCustomError(registry, "DeviceRegistryInvalidURI").withArgs();
          return;
        }
        await sent;
        accepted += 1;
        const shown = (await jsonOf(registry, device)).external_url ?? "";
        expect(shown).to.equal(Buffer.from(bytes).toString("latin1"));
      });
      await fc.assert(property, { seed: SEED, numRuns: 200 });
      expect(accepted).to.be.above(60);
    });

    it(`a kind's name of any bytes is refused, or the JSON shows exactly it (seed ${SEED}) @exhaustive`, async () => {
      const { registry, makers, makersManager, alice } = await loadFixture(deployDevices);
      let accepted = 0;
      const property = fc.asyncProperty(anyBytes, async (bytes) => {
        const call = rawCall(
          "addKind(uint32,uint8,bool,uint128,string,string)",
          ["uint32", "uint8", "bool", "uint128", "bytes", "bytes"],
          [1, Category.Digital, true, 0, bytes, "0x"],
        );
        const sent = makersManager.sendTransaction({ to: makers, data: call });
        if (bytes.length === 0 || bytes.length > 64 || !isPrintable(bytes)) {
          await expect(sent).to.be.revertedWithCustomError(makers, "MakerRegistryInvalidName");
          return;
        }
        await sent;
        accepted += 1;
        const kind = await makers.kindCount();
        const key = secp256k1Key(`device of kind ${kind}`);
        await register(registry, alice, { key, kind });
        const { name, attributes } = await jsonOf(registry, deviceId(key));
        const text = Buffer.from(bytes).toString("latin1");
        expect(name).to.equal(`${text} ${toBeHex(deviceId(key), 32)}`);
        expect(attributes[0]).to.deep.equal({ trait_type: "Kind", value: text });
      });
      await fc.assert(property, { seed: SEED, numRuns: 120 });
      expect(accepted).to.be.above(30);
    });
  });

  describe("supportsInterface", () => {
    it("says yes to its own interface, ERC-165, ERC-721 with metadata, ERC-4906 and ERC-5267, and no to others", async () => {
      const { registry } = await loadFixture(deployDevices);
      const own = (await ethers.getContractAt("IDeviceRegistry", ethers.ZeroAddress)).interface;
      const supported = {
        IDeviceRegistry: interfaceId(own),
        "ERC-165": "0x01ffc9a7",
        "ERC-721": "0x80ac58cd",
        "ERC-721 metadata": "0x5b5e139f",
        "ERC-4906": "0x49064906",
        "ERC-5267": "0x84b0196e",
      };
      for (const [name, each] of Object.entries(supported)) {
        expect(await registry.supportsInterface(each), name).to.equal(true);
      }
      for (const each of ["0xffffffff", "0x780e9d63"]) {
        expect(await registry.supportsInterface(each), each).to.equal(false);
      }
    });
  });

  describe("eip712Domain", () => {
    it("tells signers of both registries what they sign for", async () => {
      const { registry, makers } = await loadFixture(deployDevices);
      const { chainId } = await ethers.provider.getNetwork();
      for (const [target, name] of [
        [registry, "OpenDePIN DeviceRegistry"],
        [makers, "OpenDePIN MakerRegistry"],
      ] as const) {
        expect(await target.eip712Domain()).to.deep.equal([
          "0x0f",
          name,
          "1",
          chainId,
          await target.getAddress(),
          ZeroHash,
          [],
        ]);
      }
    });
  });

  describe("ERC-721", () => {
    it("has the name and symbol of the network", async () => {
      const { registry } = await loadFixture(deployDevices);
      expect([await registry.name(), await registry.symbol()]).to.deep.equal(["Devices", "DEV"]);
    });

    it("an operator for all of an owner's devices moves them, and no one else's", async () => {
      const { registry, alice, bob, carol, device } = await loadFixture(deployHotspot);
      await registry.connect(alice).setApprovalForAll(carol, true);
      await registry.connect(carol)["safeTransferFrom(address,address,uint256)"](alice, bob, device);
      expect(await registry.ownerOf(device)).to.equal(bob.address);
      await expect(registry.connect(carol).transferFrom(bob, carol, device))
        .to.be.revertedWithCustomError(registry, "ERC721InsufficientApproval")
        .withArgs(carol.address, device);
    });

    it("a safe transfer to a contract that does not take devices reverts", async () => {
      const { registry, makers, alice, device } = await loadFixture(deployHotspot);
      await expect(
        registry.connect(alice)["safeTransferFrom(address,address,uint256)"](alice, makers, device),
      )
        .to.be.revertedWithCustomError(registry, "ERC721InvalidReceiver")
        .withArgs(await makers.getAddress());
    });
  });
});
