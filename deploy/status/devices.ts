import { DeviceRegistry__factory, MakerRegistry__factory } from "../../typechain-types";
import { CATEGORIES } from "../device-parameters";
import { type Fact, Subject } from "./fact";
import type { ExpectedNetwork } from "./network";

/** The registries, and the catalogue that the network started with. */
export async function deviceFacts(network: ExpectedNetwork): Promise<Fact[]> {
  return Promise.all([...registryFacts(network), ...catalogueFacts(network)]);
}

function registryFacts({ addresses, parameters, provider }: ExpectedNetwork): Promise<Fact>[] {
  const registry = DeviceRegistry__factory.connect(addresses.DeviceRegistry, provider);
  const subject = new Subject("DeviceRegistry");
  const { devices, emissions } = parameters;
  return [
    subject.fact("name", devices.name, registry.name()),
    subject.fact("symbol", devices.symbol, registry.symbol()),
    subject.fact("makers", addresses.MakerRegistry, registry.makers()),
    subject.fact("genesis", emissions.genesis, registry.genesis()),
    subject.fact("epochLength", emissions.epochLength, registry.epochLength()),
    subject.fact("rotationDelay", devices.rotationDelay, registry.rotationDelay()),
    subject.fact("authority", addresses.AccessManager, registry.authority()),
  ];
}

function catalogueFacts({ addresses, parameters, provider }: ExpectedNetwork): Promise<Fact>[] {
  const registry = MakerRegistry__factory.connect(addresses.MakerRegistry, provider);
  const subject = new Subject("MakerRegistry");
  const verifiers = (["P256Verifier", "RSAVerifier", "WebAuthnVerifier"] as const).map((name) =>
    subject.fact(`allowed: ${name}`, true, registry.isVerifierAllowed(addresses[name])),
  );
  const kinds = parameters.kinds.map(({ program, category, open, requiredBond, name, metadataURI }, index) =>
    subject.fact(
      `kind ${index + 1}`,
      [program, CATEGORIES.indexOf(category), open, true, requiredBond, name, metadataURI],
      registry.kindOf(index + 1).then((kind) => [...kind]),
    ),
  );
  const makers = parameters.makers.flatMap(({ kinds: allowed }, index) =>
    allowed.map((kind) =>
      subject.fact(`maker ${index + 1} attests kind ${kind}`, true, registry.isMakerAllowed(index + 1, kind)),
    ),
  );
  return [
    ...verifiers,
    subject.fact("number of kinds", parameters.kinds.length, registry.kindCount()),
    ...kinds,
    subject.fact("number of makers", parameters.makers.length, registry.makerCount()),
    ...makers,
    subject.fact("authority", addresses.AccessManager, registry.authority()),
  ];
}
