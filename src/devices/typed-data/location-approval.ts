import {
  type CellConsent,
  consentTypedData,
  type ConsentTypedData,
  type DeviceRegistryDomain,
} from "./consent";

/** What an owner signs to have its device's location stated by a transaction that somebody else sends. */
export function locationApprovalTypedData(
  message: CellConsent,
  domain: DeviceRegistryDomain,
): ConsentTypedData<"LocationApproval", "cell"> {
  return consentTypedData("LocationApproval", "cell", message, domain);
}
