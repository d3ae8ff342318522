import {
  type KeyConsent,
  consentTypedData,
  type ConsentTypedData,
  type DeviceRegistryDomain,
} from "./consent";

/** What an owner signs to have its device's key replaced after the network's delay, without that key. */
export function rotationApprovalTypedData(
  message: KeyConsent,
  domain: DeviceRegistryDomain,
): ConsentTypedData<"RotationApproval", "key"> {
  return consentTypedData("RotationApproval", "key", message, domain);
}
