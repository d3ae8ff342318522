import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";

import type { HardhatRuntimeEnvironment } from "hardhat/types";

import type { NetworkAddresses } from "../../../deploy/deploy-network";
import type { NetworkParameters } from "../../../deploy/parameters";
import { roles } from "../../../deploy/roles";
import type { DevnetAccount, DevnetDevice, DevnetKind, DevnetMaker } from "../../../src/devnet/manifest";
import { latestBlock } from "../../../src/devnet/json-rpc";
import type { Address } from "../../../src/hex";
import { type AccountName, namedAccounts } from "../accounts";
import type { SeedWorld } from "../epochs/world";
import { attestAll, seedMakers } from "./makers";
import { onboardAll } from "./onboard";
import { type PreparedDevice, prepareDevices } from "./prepare";
import { connectRegistries } from "./registries";
import { cellOf, settleIn, suspendAll } from "./settle";
import { withRole } from "./with-role";

const KEYS_DIRECTORY = "devices";
const HOUR = 3_600;
/** Attestations outlive any devnet, so that more devices can be onboarded with them. */
const ATTESTATION_SECONDS = 10 * 365 * 86_400;

/** What the manifest says of a devnet's devices. */
export interface SeededDevices {
  kinds: DevnetKind[];
  makers: DevnetMaker[];
  devices: DevnetDevice[];
}

/** Onboards the devnet's devices, brings them into the states that their plan names, and writes their keys' files.
 * The deployer must still be the admin: it suspends what is to be suspended. */
export async function seedDevices(
  hre: HardhatRuntimeEnvironment,
  parameters: NetworkParameters,
  addresses: NetworkAddresses,
  { directory, rpc }: Pick<SeedWorld, "directory" | "rpc">,
): Promise<SeededDevices> {
  const accounts = namedAccounts(hre);
  const registries = connectRegistries(hre, addresses);
  const deployer = await hre.ethers.getSigner(accounts.deployer.address);
  const { timestamp: now } = await latestBlock(rpc);
  const [deadline, expiry] = [now + HOUR, now + ATTESTATION_SECONDS];

  const devices = await prepareDevices(parameters.kinds, accounts, addresses.P256Verifier as Address);
  const makers = await seedMakers(hre, registries, parameters.makers, devices, expiry);
  const attestations = await attestAll(devices, makers, registries, expiry);
  await onboardAll(registries, devices, attestations, deployer, deadline);
  await settleIn(hre, registries, devices, accounts, deadline);
  await withRole(addresses.AccessManager, roles.suspender.id, deployer, () =>
    suspendAll(registries, devices, deployer),
  );

  await writeKeys(devices, directory);
  return {
    kinds: parameters.kinds.map(({ name, program, category, open }, index) => ({
      kind: index + 1,
      name,
      program,
      category,
      open,
    })),
    makers,
    devices: devices.map((device, index) => entryOf(device, attestations[index]?.maker ?? 0, accounts)),
  };
}

async function writeKeys(devices: readonly PreparedDevice[], directory: string): Promise<void> {
  await mkdir(join(directory, KEYS_DIRECTORY), { recursive: true });
  for (const { plan, key } of devices) {
    await writeFile(join(directory, keyFileOf(plan.name)), key.pem, { mode: 0o600 });
  }
}

function keyFileOf(name: string): string {
  return join(KEYS_DIRECTORY, `${name}.pem`);
}

function entryOf(
  { id, plan, key, kind, owner }: PreparedDevice,
  maker: number,
  accounts: Record<AccountName, DevnetAccount>,
): DevnetDevice {
  const held = !plan.released;
  return {
    device: id,
    name: plan.name,
    kind,
    curve: plan.curve,
    signer: key.signer,
    keyFile: keyFileOf(plan.name),
    maker,
    owner: held ? owner.address : null,
    payee: held ? (plan.payee === undefined ? owner.address : accounts[plan.payee].address) : null,
    cell: held ? cellOf(plan.place) : null,
    suspension: plan.suspension ?? null,
  };
}
