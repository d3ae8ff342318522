import {
  type KindConsent,
  consentTypedData,
  type ConsentTypedData,
  type DeviceRegistryDomain,
} from "./consent";

/** What an owner signs to accept a device whose onboarding somebody else sends. */
export function ownerAcceptanceTypedData(
  message: KindConsent,
  domain: DeviceRegistryDomain,
): ConsentTypedData<"OwnerAcceptance", "kind"> {
  return consentTypedData("OwnerAcceptance", "kind", message, domain);
}
