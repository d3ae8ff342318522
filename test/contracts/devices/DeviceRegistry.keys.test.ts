import { loadFixture } from "@nomicfoundation/hardhat-network-helpers";
import { expect } from "chai";

import { onboarding } from "../../helpers/device-actions";
import { deviceId, p256Key, rsaKey, secp256k1Key, webAuthnKey } from "../../helpers/device-keys";
import { APP, deployDevices } from "../../helpers/devices";

describe("DeviceRegistry", () => {
  describe("keys of devices", () => {
    async function givenKeys() {
      const devices = await deployDevices();
      const { p256, webAuthn, rsa } = devices.verifiers;
      const keys = {
        "a secp256k1": secp256k1Key("device"),
        "a P-256": p256Key("device", await p256.getAddress()),
        "a WebAuthn": webAuthnKey("device", await webAuthn.getAddress()),
        "an RSA": rsaKey(await rsa.getAddress()),
      };
      return { ...devices, keys };
    }

    for (const name of ["a secp256k1", "a P-256", "a WebAuthn", "an RSA"] as const) {
      it(`onboards the device of ${name} key that somebody else pays for`, async () => {
        const { registry, keys, alice, sponsor } = await loadFixture(givenKeys);
        const key = keys[name];
        const item = await onboarding(registry, { key, owner: alice, kind: APP, consentBy: alice });
        await registry.connect(sponsor).register(item);
        expect(await registry.ownerOf(deviceId(key))).to.equal(alice.address);
      });
    }
  });
});
