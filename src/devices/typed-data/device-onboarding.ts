import {
  type KindConsent,
  consentTypedData,
  type ConsentTypedData,
  type DeviceRegistryDomain,
} from "./consent";

/** What a device's key signs to be onboarded for an owner, as a kind that a maker attests, or nobody. */
export function deviceOnboardingTypedData(
  message: KindConsent,
  domain: DeviceRegistryDomain,
): ConsentTypedData<"DeviceOnboarding", "kind"> {
  return consentTypedData("DeviceOnboarding", "kind", message, domain);
}
