import {
  type KeyConsent,
  consentTypedData,
  type ConsentTypedData,
  type DeviceRegistryDomain,
} from "./consent";

/** What an owner signs to have its device's key replaced at once, together with that key. */
export function handoverApprovalTypedData(
  message: KeyConsent,
  domain: DeviceRegistryDomain,
): ConsentTypedData<"HandoverApproval", "key"> {
  return consentTypedData("HandoverApproval", "key", message, domain);
}
