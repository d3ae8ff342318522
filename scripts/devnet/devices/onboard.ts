import type { Signer as Sender } from "ethers";

import { secp256k1Key } from "../../../src/chain/secp256k1-key";
import { settled } from "../../../src/chain/send";
import type { Attestation, Onboarding } from "../../../src/devices/messages";
import { deviceOnboardingTypedData, ownerAcceptanceTypedData } from "../../../src/devices/typed-data";
import { digestOf } from "../../../src/eip712/digest-of";
import type { PreparedDevice } from "./prepare";
import type { SeedRegistries } from "./registries";

/** Onboards new devices in one transaction that `sponsor` pays for; their owners only sign. */
export async function onboardAll(
  registries: SeedRegistries,
  devices: readonly PreparedDevice[],
  attestations: readonly Attestation[],
  sponsor: Sender,
  deadline: number,
): Promise<void> {
  const onboardings = await Promise.all(
    devices.map((device, index) => onboardingOf(device, attestations[index], registries, deadline)),
  );
  const { registry } = registries;
  const { block } = await settled(registry.connect(sponsor).registerMany(onboardings));
  const [rejected] = await registry.queryFilter(registry.filters.DeviceRejected, block, block);
  if (rejected === undefined) return;
  const { index, reason } = rejected.args;
  const name = devices[Number(index)]?.plan.name ?? index.toString();
  throw new Error(`the registry refuses the devnet's device ${name}: ${reason}`);
}

async function onboardingOf(
  { key, owner, device, kind }: PreparedDevice,
  attestation: Attestation | undefined,
  { deviceDomain }: SeedRegistries,
  deadline: number,
): Promise<Onboarding> {
  if (attestation === undefined) throw new Error(`device ${device} has no attestation`);
  const { maker } = attestation;
  const message = { device, owner: owner.address, kind, maker, nonce: 0, deadline };
  const ofDevice = digestOf(deviceOnboardingTypedData(message, deviceDomain));
  const ofOwner = digestOf(ownerAcceptanceTypedData(message, deviceDomain));
  return {
    owner: owner.address,
    kind,
    nonce: message.nonce,
    deadline,
    signer: key.signer,
    signature: await key.sign(ofDevice),
    consent: { deadline, signature: await secp256k1Key(owner.privateKey).sign(ofOwner) },
    attestation,
  };
}
