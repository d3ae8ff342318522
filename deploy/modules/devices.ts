import type {
  Future,
  IgnitionModuleBuilder,
  NamedArtifactContractDeploymentFuture,
} from "@nomicfoundation/ignition-core";

import type { Verifiers } from "../deploy-verifiers";
import { CATEGORIES } from "../device-parameters";
import type { NetworkParameters } from "../parameters";
import { inOrder } from "./in-order";

type Deployed = NamedArtifactContractDeploymentFuture<string>;

/** The registries of makers and devices, both empty. */
export function deployRegistries(
  m: IgnitionModuleBuilder,
  { devices, emissions }: NetworkParameters,
  accessManager: Deployed,
) {
  const makerRegistry = m.contract("MakerRegistry", [accessManager]);
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

/** The verifiers, kinds and makers that a network starts with. */
export function fillCatalogue(
  m: IgnitionModuleBuilder,
  makerRegistry: Deployed,
  verifiers: Verifiers,
  { kinds, makers }: NetworkParameters,
  after: Future[],
): void {
  for (const [name, verifier] of Object.entries(verifiers)) {
    m.call(makerRegistry, "setVerifier", [verifier, true], { id: `allow_${name}`, after });
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
