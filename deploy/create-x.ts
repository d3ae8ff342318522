import { buildModule } from "@nomicfoundation/hardhat-ignition/modules";
import { getCreate2Address, Interface, keccak256, type Provider, type Signer } from "ethers";
import type { HardhatRuntimeEnvironment } from "hardhat/types";

import { DEVNET_CHAIN_ID } from "../src/devnet/chain-id";
import { EXIT, OpenDepinError } from "../src/errors";
import { runModule } from "./ignition/run-module";

/** The factory through which a network gets the same addresses on every chain. */
export const CREATE_X = "0xba5Ed099633D3B313e4D5F7bdc1305d3c28ba5Ed";
/** Source: Hardhat Ignition, which refuses any other code there. */
const CREATE_X_CODE_HASH = "0xbd8a7ea8cfca7b4e5f5041d7d4b17bc317c5ce42cfbc42066a00cf26b43eb53f";

const createX = new Interface(["function deployCreate2(bytes32 salt, bytes initCode) returns (address)"]);

/** Any contract, by its name, and the salt that says where. */
interface SharedContract {
  contract: string;
  salt: string;
}

/**
 * Asks for the factory before anything else is sent; a local chain is given it.
 *
 * @param first The first contract to deploy through it: Ignition puts the factory on local chains when it needs it.
 * @throws OpenDepinError `CREATE_X_MISSING`.
 */
export async function requireCreateX(
  hre: HardhatRuntimeEnvironment,
  { contract, salt }: SharedContract,
): Promise<void> {
  const { provider } = hre.ethers;
  const code = await provider.getCode(CREATE_X);
  if (isCreateX(code)) return;
  const { chainId } = await provider.getNetwork();
  if (!canHaveCreateX(code, Number(chainId))) {
    throw new OpenDepinError(
      "CREATE_X_MISSING",
      `chain ${chainId} has no CreateX at ${CREATE_X}; have it deployed there first (https://createx.rocks says how), then run this again`,
      { exitCode: EXIT.network },
    );
  }
  const module = buildModule("CreateX", (m) => ({ first: m.contract(contract) }));
  await runModule(hre, module, salt);
}

/** Whether the factory is on a chain, or will be put there. */
export async function hasCreateX(provider: Provider, chainId: number): Promise<boolean> {
  const code = await provider.getCode(CREATE_X);
  return isCreateX(code) || canHaveCreateX(code, chainId);
}

function isCreateX(code: string): boolean {
  return code !== "0x" && keccak256(code) === CREATE_X_CODE_HASH;
}

/** Ignition puts it on local chains itself. */
function canHaveCreateX(code: string, chainId: number): boolean {
  return code === "0x" && chainId === DEVNET_CHAIN_ID;
}

/** Where the factory puts a contract that anybody may deploy: whoever is first deploys the same code. */
export function sharedAddress(salt: string, initCode: string): string {
  return getCreate2Address(CREATE_X, keccak256(salt), keccak256(initCode));
}

/**
 * Deploys a contract that anybody may deploy, unless it is there.
 *
 * @returns Its address.
 */
export async function deployShared(salt: string, initCode: string, sender: Signer): Promise<string> {
  const address = sharedAddress(salt, initCode);
  if (sender.provider === null) throw new Error("the sender has no connection to a chain");
  if ((await sender.provider.getCode(address)) === "0x") {
    const data = createX.encodeFunctionData("deployCreate2", [salt, initCode]);
    await (await sender.sendTransaction({ to: CREATE_X, data })).wait();
  }
  return address;
}
