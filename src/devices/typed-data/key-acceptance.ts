import {
  type KeyConsent,
  consentTypedData,
  type ConsentTypedData,
  type DeviceRegistryDomain,
} from "./consent";

/** What a device's new key signs to replace the one before it. */
export function keyAcceptanceTypedData(
  message: KeyConsent,
  domain: DeviceRegistryDomain,
): ConsentTypedData<"KeyAcceptance", "key"> {
  return consentTypedData("KeyAcceptance", "key", message, domain);
}
