import type { Provider } from "ethers";

import { OpenDepinError } from "../errors";
import { type ContractName, knownAddress } from "./known-address";
import { requireContract } from "./require-contract";

/** What is looked for. */
export interface ContractSought<Contract> {
  name: ContractName;
  /** As its source is called, for messages. */
  title: string;
  /** The option that names its address, for messages. */
  option: string;
  /** What error codes start with: `<code>_UNKNOWN`, `<code>_INVALID`. */
  code: string;
  connect: (address: string, provider: Provider) => Contract;
  /** Something that only the contract sought answers. */
  probe: (contract: Contract) => Promise<unknown>;
}

/**
 * A contract to talk to: the one at the address given, else of the published deployment of the chain, else of the
 * devnet in this folder.
 *
 * @throws OpenDepinError `<code>_UNKNOWN` when there is none, `<code>_INVALID` when something else is deployed there.
 */
export async function findContract<Contract>(
  provider: Provider,
  given: string | undefined,
  { name, title, option, code, connect, probe }: ContractSought<Contract>,
): Promise<Contract> {
  const { chainId } = await provider.getNetwork();
  const address = given ?? (await knownAddress(name, chainId));
  if (address === undefined) {
    throw new OpenDepinError(
      `${code}_UNKNOWN`,
      `no ${title} is known on chain ${chainId.toString()}; name it with ${option}, or run where the devnet wrote devnet.json`,
    );
  }
  await requireContract(provider, address, `${code}_INVALID`);
  const contract = connect(address, provider);
  await probe(contract).catch((cause: unknown) => {
    throw new OpenDepinError(`${code}_INVALID`, `the contract at ${address} is not a ${title}`, { cause });
  });
  return contract;
}
