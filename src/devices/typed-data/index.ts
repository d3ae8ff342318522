export type {
  CellConsent,
  Consent,
  ConsentFields,
  ConsentMessage,
  ConsentSubject,
  ConsentSubjectFields,
  ConsentTypedData,
  DeviceRegistryDomain,
  KeyConsent,
  KindConsent,
} from "./consent";
export {
  type DeviceAttestation,
  deviceAttestationTypedData,
  type DeviceAttestationTypedData,
  type MakerRegistryDomain,
} from "./device-attestation";
export { deviceOnboardingTypedData } from "./device-onboarding";
export { handoverApprovalTypedData } from "./handover-approval";
export { keyAcceptanceTypedData } from "./key-acceptance";
export { keyHandoverTypedData } from "./key-handover";
export { keyRotationTypedData } from "./key-rotation";
export { locationApprovalTypedData } from "./location-approval";
export { locationAssertionTypedData } from "./location-assertion";
export { locationAttestationTypedData } from "./location-attestation";
export { ownerAcceptanceTypedData } from "./owner-acceptance";
export { rotationApprovalTypedData } from "./rotation-approval";
