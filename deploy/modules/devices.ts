import type {
  Future,
  IgnitionModuleBuilder,
  NamedArtifactContractDeploymentFuture,
} from "@nomicfoundation/ignition-core";

import { CATEGORIES } from "../device-parameters";
import type { NetworkParameters } from "../parameters";
import { inOrder } from "./in-order";

type Deployed = NamedArtifactContractDeploymentFuture<string>;

/**
 * The registries of makers and devices, with the verifiers, kinds and makers that a network starts with.
 *
 * @param after What must have happened before, so that addresses of what was there first stay as they are.
 */
export function deployDevices(
  m: IgnitionModuleBuilder,
  { devices, emissions, kinds, makers }: NetworkParameters,
  accessManager: Deployed,
  after: Future,
) {
  const makerRegistry = m.contract("MakerRegistry", [accessManager], { after: [after] });
  const deviceRegistry = m.contract("DeviceRegistry", [
    devices.name,
    devices.symbol,
    makerRegistry,
    emissions.genesis,
    emissions.epochLength,
    devices.rotationDelay,
    accessManager,
  ]);
  const verifiers = {
    p256Verifier: allowVerifier(m, makerRegistry, "P256Verifier"),
    rsaVerifier: allowVerifier(m, makerRegistry, "RSAVerifier"),
    webAuthnVerifier: allowVerifier(m, makerRegistry, "WebAuthnVerifier"),
  };
  const kindsAdded = addKinds(m, makerRegistry, kinds);
  addMakers(m, makerRegistry, makers, kindsAdded);
  return { makerRegistry, deviceRegistry, ...verifiers };
}

function allowVerifier(m: IgnitionModuleBuilder, makerRegistry: Deployed, name: string): Deployed {
  const verifier = m.contract(name, [], { after: [makerRegistry] });
  m.call(makerRegistry, "setVerifier", [verifier, true], { id: `allow_${name}` });
  return verifier;
}

function addKinds(
  m: IgnitionModuleBuilder,
  makerRegistry: Deployed,
  kinds: NetworkParameters["kinds"],
): Future[] {
  return inOrder(kinds, ({ program, category, open, requiredBond, name, metadataURI }, index, after) =>
    m.call(
      makerRegistry,
      "addKind",
      [program, CATEGORIES.indexOf(category), open, requiredBond, name, metadataURI],
      { id: `addKind_${(index + 1).toString()}`, after },
    ),
  );
}

function addMakers(
  m: IgnitionModuleBuilder,
  makerRegistry: Deployed,
  makers: NetworkParameters["makers"],
  kindsAdded: Future[],
): void {
  const added = inOrder(makers, ({ account, uri }, index, after) =>
    m.call(makerRegistry, "addMaker", [account, uri], { id: `addMaker_${(index + 1).toString()}`, after }),
  );
  for (const [index, { kinds }] of makers.entries()) {
    const maker = index + 1;
    for (const kind of kinds) {
      m.call(makerRegistry, "setMakerKind", [maker, kind, true], {
        id: `setMakerKind_${maker.toString()}_${kind.toString()}`,
        after: [...kindsAdded, ...added],
      });
    }
  }
}
