import {
  type CellConsent,
  consentTypedData,
  type ConsentTypedData,
  type DeviceRegistryDomain,
} from "./consent";

/** What a device's key signs to state where the device is. */
export function locationAssertionTypedData(
  message: CellConsent,
  domain: DeviceRegistryDomain,
): ConsentTypedData<"LocationAssertion", "cell"> {
  return consentTypedData("LocationAssertion", "cell", message, domain);
}
