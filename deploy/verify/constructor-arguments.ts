import { id, Interface, type Provider, zeroPadValue } from "ethers";

import { findDeploymentBlock } from "../../src/chain/registry/find-deployment-block";
import { CREATE_X } from "../create-x";

const CREATED = id("ContractCreation(address,bytes32)");
const createX = new Interface(["function deployCreate2(bytes32 salt, bytes initCode)"]);

/**
 * What a contract of a deployment was constructed with, as the transaction that created it says.
 *
 * @param creationCode The compiler's.
 * @returns Without `0x`; undefined if no deployment of this code created it: governance may have put another in its place.
 */
export async function constructorArgumentsOf(
  address: string,
  creationCode: string,
  provider: Provider,
): Promise<string | undefined> {
  const initCode = await initCodeOf(address, provider);
  return initCode?.startsWith(creationCode) === true ? initCode.slice(creationCode.length) : undefined;
}

async function initCodeOf(address: string, provider: Provider): Promise<string | undefined> {
  const block = await findDeploymentBlock(provider, address, await provider.getBlockNumber());
  const topics = [CREATED, zeroPadValue(address, 32)];
  const [log] = await provider.getLogs({ address: CREATE_X, topics, fromBlock: block, toBlock: block });
  const transaction = log && (await provider.getTransaction(log.transactionHash));
  const call = transaction && createX.parseTransaction(transaction);
  return call?.args["initCode"] as string | undefined;
}
