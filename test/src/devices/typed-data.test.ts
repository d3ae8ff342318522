import { expect } from "chai";
import { TypedDataEncoder, verifyTypedData, Wallet } from "ethers";

import {
  type CellConsent,
  type DeviceAttestation,
  deviceAttestationTypedData,
  deviceOnboardingTypedData,
  digestOf,
  handoverApprovalTypedData,
  type KeyConsent,
  keyAcceptanceTypedData,
  keyHandoverTypedData,
  keyRotationTypedData,
  type KindConsent,
  locationApprovalTypedData,
  locationAssertionTypedData,
  locationAttestationTypedData,
  ownerAcceptanceTypedData,
  rotationApprovalTypedData,
  type TypedDataDomain,
  type TypedDataField,
} from "../../../src/devices";
import type { Hex } from "../../../src/hex";
import { expectError } from "./support";

const REGISTRY = "0x00000000000000000000000000000000000000D1";
const OTHER_REGISTRY = "0x00000000000000000000000000000000000000d2";
const DOMAIN = { chainId: 31_337n, registry: REGISTRY } as const;
const CONSENT = {
  device: 2n ** 256n - 1n,
  owner: "0x70997970C51812dc3A010C7d01b50e0d17dc79C8",
  nonce: 2 ** 32 - 1,
  deadline: 2 ** 40 - 1,
} as const;
const KIND: KindConsent = { ...CONSENT, kind: 2 ** 32 - 1, maker: 2 ** 32 - 2 };
const KEY: KeyConsent = { ...CONSENT, key: `0x${"ab".repeat(32)}` };
const CELL: CellConsent = { ...CONSENT, cell: 0x8928308280fffffn };
const ATTESTATION: DeviceAttestation = { maker: 3, device: 5n, kind: 7, expiry: 1_900_000_000 };

const kinds = { DeviceOnboarding: deviceOnboardingTypedData, OwnerAcceptance: ownerAcceptanceTypedData };
const keys = {
  KeyHandover: keyHandoverTypedData,
  HandoverApproval: handoverApprovalTypedData,
  KeyRotation: keyRotationTypedData,
  KeyAcceptance: keyAcceptanceTypedData,
  RotationApproval: rotationApprovalTypedData,
};
const cells = {
  LocationAssertion: locationAssertionTypedData,
  LocationAttestation: locationAttestationTypedData,
  LocationApproval: locationApprovalTypedData,
};

const TYPES = [...Object.keys({ ...kinds, ...keys, ...cells }), "DeviceAttestation"];

/** Every type as it is, and with each of its fields and its domain changed. */
function variants(): Record<string, { digest: Hex; byEthers: string; byViem: Hex }[]> {
  const domains = [DOMAIN, { ...DOMAIN, chainId: 1 }, { ...DOMAIN, registry: OTHER_REGISTRY }] as const;
  const all = <Message extends object>(
    build: (message: Message, domain: (typeof domains)[number]) => Parameters<typeof hashesOf>[0],
    message: Message,
    changed: Message,
  ) => {
    const others = (Object.keys(message) as (keyof Message)[]).map((name) => ({
      ...message,
      [name]: changed[name],
    }));
    return [
      ...domains.map((domain) => build(message, domain)),
      ...others.map((other) => build(other, DOMAIN)),
    ].map(hashesOf);
  };
  const other = { device: 0n, owner: REGISTRY, nonce: 0, deadline: 0 } as const;
  return Object.fromEntries([
    ...Object.entries(kinds).map(([name, build]) => [
      name,
      all(build, KIND, { ...other, kind: 0, maker: 0 }),
    ]),
    ...Object.entries(keys).map(([name, build]) => [
      name,
      all(build, KEY, { ...other, key: `0x${"00".repeat(32)}` }),
    ]),
    ...Object.entries(cells).map(([name, build]) => [
      name,
      all(build, CELL, { ...other, cell: 2n ** 64n - 1n }),
    ]),
    [
      "DeviceAttestation",
      all(
        (message, { chainId, registry }) =>
          deviceAttestationTypedData(message, { chainId, makers: registry }),
        ATTESTATION,
        { maker: 4, device: 6n, kind: 8, expiry: 1_900_000_001 },
      ),
    ],
  ]) as ReturnType<typeof variants>;
}

interface AnyTypedData {
  domain: TypedDataDomain;
  types: Record<string, TypedDataField[]>;
  primaryType: string;
  message: Record<string, unknown>;
}

let hashByViem: (data: AnyTypedData) => Hex;

function hashesOf(data: Parameters<typeof digestOf>[0]) {
  const types = Object.fromEntries(
    Object.entries<readonly TypedDataField[]>(data.types).map(([name, fields]) => [name, [...fields]]),
  );
  const message = { ...data.message };
  return {
    digest: digestOf(data),
    byEthers: TypedDataEncoder.hash(data.domain, types, message),
    byViem: hashByViem({ domain: data.domain, types, primaryType: data.primaryType, message }),
  };
}

describe("typed data of devices", () => {
  let hashes: ReturnType<typeof variants>;

  before("load viem, which is an ES module", async () => {
    const { hashTypedData } = await import("viem");
    hashByViem = (data) => hashTypedData(data);
    hashes = variants();
  });

  it("has eleven types", () => {
    expect(Object.keys(hashes)).to.have.members(TYPES);
  });

  for (const type of TYPES) {
    it(`${type}: digestOf agrees with ethers and viem, and changes with every field and the domain`, () => {
      const entries = hashes[type] ?? [];
      for (const { digest, byEthers, byViem } of entries) {
        expect(digest).to.equal(byEthers);
        expect(digest).to.equal(byViem);
      }
      expect(new Set(entries.map(({ digest }) => digest))).to.have.lengthOf(entries.length);
    });
  }

  it("has another digest for each type with the same fields", () => {
    const all = Object.values(hashes).flatMap((entries) => entries.map(({ digest }) => digest));
    expect(new Set(all)).to.have.lengthOf(all.length);
  });

  it("is signed by ethers and by viem as it is, to the same signature", async () => {
    const privateKey: Hex = `0x${"11".repeat(32)}`;
    const data = locationApprovalTypedData(CELL, DOMAIN);
    const wallet = new Wallet(privateKey);
    const signature = await wallet.signTypedData(data.domain, data.types, data.message);
    expect(verifyTypedData(data.domain, data.types, data.message, signature)).to.equal(wallet.address);
    const { privateKeyToAccount } = await import("viem/accounts");
    expect(await privateKeyToAccount(privateKey).signTypedData(data)).to.equal(signature);
  });

  describe("digestOf", () => {
    for (const [field, message] of Object.entries({
      device: { ...KIND, device: 2n ** 256n },
      owner: { ...KIND, owner: "0x70997970C51812dc3A010C7d01b50e0d17dc79" as const },
      kind: { ...KIND, kind: 2 ** 32 },
      maker: { ...KIND, maker: 2 ** 32 },
      nonce: { ...KIND, nonce: -1 },
      deadline: { ...KIND, deadline: 1.5 },
    })) {
      it(`names a field that is not of its type: ${field}`, async () => {
        const data = deviceOnboardingTypedData(message, DOMAIN);
        await expectError(
          () => digestOf(data),
          "TYPED_DATA_INVALID",
          new RegExp(`The field ${field} must be of type`),
        );
      });
    }

    it("names a key, a cell, a contract and a chain that are not", async () => {
      const wrong: [Parameters<typeof digestOf>[0], RegExp][] = [
        [keyRotationTypedData({ ...KEY, key: "0xab" }, DOMAIN), /key must be of type bytes32, got 0xab/],
        [locationAssertionTypedData({ ...CELL, cell: 2n ** 64n }, DOMAIN), /cell must be of type uint64/],
        [
          keyRotationTypedData(KEY, { ...DOMAIN, registry: "0x" }),
          /verifyingContract must be of type address/,
        ],
        [keyRotationTypedData(KEY, { ...DOMAIN, chainId: NaN }), /chainId must be of type uint256, got NaN/],
      ];
      for (const [data, message] of wrong)
        await expectError(() => digestOf(data), "TYPED_DATA_INVALID", message);
    });
  });
});
