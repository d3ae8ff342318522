import {
  type CellConsent,
  consentTypedData,
  type ConsentTypedData,
  type DeviceRegistryDomain,
} from "./consent";

/** What an attestation key of a device's maker signs to state where the device is. */
export function locationAttestationTypedData(
  message: CellConsent,
  domain: DeviceRegistryDomain,
): ConsentTypedData<"LocationAttestation", "cell"> {
  return consentTypedData("LocationAttestation", "cell", message, domain);
}
