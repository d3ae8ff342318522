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
 * The registries of makers and devices, both empty.
 *
 * @param after What must have happened before, so that addresses of what was there first stay as they are.
 */
export function deployRegistries(
  m: IgnitionModuleBuilder,
  { devices, emissions }: NetworkParameters,
  accessManager: Deployed,
  after: Future[],
) {
  const makerRegistry = m.contract("MakerRegistry", [accessManager], { after });
  const deviceRegistry = m.contract("DeviceRegistry", [
    devices.name,
    devices.symbol,
    makerRegistry,
    emissions.genesis,
    emissions.epochLength,
    devices.rotationDelay,
    accessManager,
  ]);
  return { makerRegistry, deviceRegistry };
}

/**
 * The verifiers of devices' keys. They stand before the programs: a key names its verifier, so that how many programs
 * there are must not move it.
 */
export function deployVerifiers(m: IgnitionModuleBuilder, after: Future[]) {
  return {
    p256Verifier: m.contract("P256Verifier", [], { after }),
    rsaVerifier: m.contract("RSAVerifier", [], { after }),
    webAuthnVerifier: m.contract("WebAuthnVerifier", [], { after }),
  };
}

/** The verifiers, kinds and makers that a network starts with. */
export function fillCatalogue(
  m: IgnitionModuleBuilder,
  makerRegistry: Deployed,
  verifiers: readonly Deployed[],
  { kinds, makers }: NetworkParameters,
  after: Future[],
): void {
  for (const verifier of verifiers) {
    m.call(makerRegistry, "setVerifier", [verifier, true], { id: `allow_${verifier.contractName}`, after });
  }
  addMakers(m, makerRegistry, makers, addKinds(m, makerRegistry, kinds, after));
}

function addKinds(
  m: IgnitionModuleBuilder,
  makerRegistry: Deployed,
  kinds: NetworkParameters["kinds"],
  after: Future[],
): Future[] {
  return inOrder(
    kinds,
    ({ program, category, open, requiredBond, name, metadataURI }, index, previous: Future[]) =>
      m.call(
        makerRegistry,
        "addKind",
        [program, CATEGORIES.indexOf(category), open, requiredBond, name, metadataURI],
        { id: `addKind_${(index + 1).toString()}`, after: [...after, ...previous] },
      ),
  );
}

function addMakers(
  m: IgnitionModuleBuilder,
  makerRegistry: Deployed,
  makers: NetworkParameters["makers"],
  kindsAdded: Future[],
): void {
  const added = inOrder(makers, ({ account, uri }, index, previous: Future[]) =>
    m.call(makerRegistry, "addMaker", [account, uri], {
      id: `addMaker_${(index + 1).toString()}`,
      after: [...kindsAdded, ...previous],
    }),
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
