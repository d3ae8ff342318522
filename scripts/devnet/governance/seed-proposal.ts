import { JsonRpcProvider, Wallet } from "ethers";

import { openNetwork } from "../../../src/chain/governance/network";
import { namesIn } from "../../../src/chain/governance/place-call";
import { planProposal } from "../../../src/chain/governance/plan-proposal";
import { queueProposal } from "../../../src/chain/governance/queue-proposal";
import { sendProposal } from "../../../src/chain/governance/send-proposal";
import { castVote } from "../../../src/chain/governance/vote";
import type { JsonRpc } from "../../../src/devnet/json-rpc";
import type { DevnetProposal } from "../../../src/devnet/manifest";
import { callFromText } from "../../../src/governance/call";
import type { Choice } from "../../../src/governance/choice";
import { descriptionOf } from "../../../src/governance/description";
import { NetworkGovernor__factory } from "../../../typechain-types";
import type { AccountName, NamedAccounts } from "../accounts";
import { reach } from "../epochs/clock";

const TITLE = "More for mapping";
const TEXT = "A tenth of each epoch's emission goes to the streets instead of the coverage.";
const CALL = ["EmissionController.setWeights", "[7000,3000]"] as const;

const PROPOSER = "alice";
/** More than a fifth of what is bonded, and more for it than against it. */
const VOTES: readonly (readonly [AccountName, Choice])[] = [
  ["alice", "for"],
  ["bob", "for"],
  ["reporter1", "for"],
  ["reporter2", "abstain"],
  ["reporter5", "against"],
];

/**
 * A decision of the voters whose delay is running: new weights, proposed, voted on and queued. Takes a day and an hour of
 * the chain's time. Bonds must be there.
 */
export async function seedProposal(
  governor: string,
  accounts: NamedAccounts,
  rpc: JsonRpc,
): Promise<DevnetProposal> {
  const provider = new JsonRpcProvider(rpc.url, undefined, { staticNetwork: true, cacheTimeout: -1 });
  provider.pollingInterval = 20;
  try {
    const network = await openNetwork(provider, NetworkGovernor__factory.connect(governor, provider));
    const keyOf = (name: AccountName) => new Wallet(accounts[name].privateKey, provider);
    const { address: proposer } = accounts[PROPOSER];
    const [call, weights] = CALL;
    const plan = await planProposal(network, [callFromText(call, [weights], namesIn(network))], {
      description: descriptionOf(TITLE, TEXT, proposer),
      skipTrial: false,
    });
    const { proposal, votingFrom, votingUntil } = await sendProposal(network, plan, keyOf(PROPOSER));
    await reach(rpc, votingFrom);
    for (const [name, choice] of VOTES)
      await castVote(network, proposal, { choice, reason: "" }, keyOf(name));
    await reach(rpc, votingUntil + 1);
    const { executableFrom, lapsesAt } = await queueProposal(network, proposal, keyOf(PROPOSER));
    if (executableFrom === undefined || lapsesAt === undefined)
      throw new Error("the proposal was not queued");
    return {
      proposal: proposal.toString(),
      title: TITLE,
      proposer,
      status: "queued",
      executableFrom,
      lapsesAt,
    };
  } finally {
    provider.destroy();
  }
}
