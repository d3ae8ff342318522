import { privateKeyToAccount } from "viem/accounts";

import { Program } from "./claim.js";
import { loadClaims } from "./load-claims.js";
import { type Options, readOptions, USAGE } from "./options.js";

/** Prints what an account may claim and, if it is told to, claims it: the exit code. */
async function main({ epoch, account, rpc, distributor, key }: Options): Promise<number> {
  const { claims, tree } = loadClaims(epoch);
  const program = new Program(rpc, distributor);
  if (tree.root() !== (await program.activeRoot())) {
    console.error(`${epoch} is not the epoch that the distributor pays from: take the one finalised last`);
    return 1;
  }
  const index = claims.findIndex((claim) => claim.account.toLowerCase() === account.toLowerCase());
  const claim = claims[index];
  if (claim === undefined) {
    console.error(`${account} has earned nothing up to this epoch`);
    return 1;
  }
  const proof = tree.proof(index);
  const amount = await program.claimable(claim, proof);
  console.log(`${account} may claim ${await program.inTokens(amount)}`);
  if (key === undefined || amount === 0n) return 0;
  console.log(`paid in ${await program.claim(claim, proof, privateKeyToAccount(key))}`);
  return 0;
}

try {
  const options = readOptions(process.argv.slice(2));
  if (options === undefined) console.error(USAGE);
  process.exitCode = options === undefined ? 2 : await main(options);
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}
