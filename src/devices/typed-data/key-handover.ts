import {
  type KeyConsent,
  consentTypedData,
  type ConsentTypedData,
  type DeviceRegistryDomain,
} from "./consent";

/** What a device's key signs to be replaced by another at once, together with the owner. */
export function keyHandoverTypedData(
  message: KeyConsent,
  domain: DeviceRegistryDomain,
): ConsentTypedData<"KeyHandover", "key"> {
  return consentTypedData("KeyHandover", "key", message, domain);
}
