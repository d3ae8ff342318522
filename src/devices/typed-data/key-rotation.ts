import {
  type KeyConsent,
  consentTypedData,
  type ConsentTypedData,
  type DeviceRegistryDomain,
} from "./consent";

/** What a device's key signs to be replaced by another after the network's delay, without the owner. */
export function keyRotationTypedData(
  message: KeyConsent,
  domain: DeviceRegistryDomain,
): ConsentTypedData<"KeyRotation", "key"> {
  return consentTypedData("KeyRotation", "key", message, domain);
}
