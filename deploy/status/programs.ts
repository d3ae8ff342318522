import {
  DisputeManager__factory,
  ReporterCommittee__factory,
  RewardDistributor__factory,
} from "../../typechain-types";
import { keccak256 } from "ethers";
import type { CommitteeParameters, ReporterParameters } from "../trust-parameters";
import { type Fact, Subject } from "./fact";
import type { ExpectedNetwork } from "./network";

/** Distributors and committees. */
export async function programFacts(network: ExpectedNetwork): Promise<Fact[]> {
  const { addresses, parameters } = network;
  const distributors = addresses.RewardDistributor.flatMap((address, index) =>
    distributorFacts(network, address, index),
  );
  const committees = addresses.ReporterCommittee.flatMap((address, index) => {
    const committee = parameters.committees[index];
    return committee === undefined ? [] : committeeFacts(network, address, committee);
  });
  return Promise.all([...distributors, ...committees, ...windowFacts(network)]);
}

function distributorFacts(network: ExpectedNetwork, address: string, index: number): Promise<Fact>[] {
  const { addresses, provider, parameters } = network;
  const program = parameters.programs[index];
  if (program === undefined) return [];
  const distributor = RewardDistributor__factory.connect(address, provider);
  const subject = new Subject(`RewardDistributor of ${program.name}`);
  return [
    subject.fact("token", addresses.RewardToken, distributor.token()),
    subject.fact("source", addresses.EmissionController, distributor.source()),
    subject.fact("program", index + 1, distributor.program()),
    subject.fact("reporter", reporterOf(network, program.reporter), distributor.reporter()),
    subject.fact("challengeWindow", program.challengeWindow, distributor.challengeWindow()),
    subject.fact("authority", addresses.AccessManager, distributor.authority()),
  ];
}

function reporterOf({ addresses, parameters }: ExpectedNetwork, reporter: ReporterParameters): string {
  if (reporter.kind === "account") return reporter.address;
  const index = parameters.committees.findIndex(({ name }) => name === reporter.name);
  return addresses.ReporterCommittee[index] ?? "";
}

/** Bonds thaw after the longest window: a distributor beyond it, as one added by its own proposal, lets fault go free. */
function windowFacts({ addresses, provider, parameters }: ExpectedNetwork): Promise<Fact>[] {
  const manager = DisputeManager__factory.connect(addresses.DisputeManager, provider);
  return addresses.RewardDistributor.map((address, index) => {
    const distributor = RewardDistributor__factory.connect(address, provider);
    const fits = Promise.all([distributor.challengeWindow(), manager.maxChallengeWindow()]).then(
      ([window, longest]) => (window <= longest ? "as long at most" : "longer"),
    );
    const subject = new Subject(`RewardDistributor of ${parameters.programs[index]?.name}`);
    return subject.fact("challengeWindow, beside the DisputeManager's longest,", "as long at most", fits);
  });
}

function committeeFacts(
  { addresses, provider }: ExpectedNetwork,
  address: string,
  { name, quorum, members }: CommitteeParameters,
): Promise<Fact>[] {
  const committee = ReporterCommittee__factory.connect(address, provider);
  const subject = new Subject(`ReporterCommittee of ${name}`);
  const keys = members.map(({ signer }) => keccak256(signer));
  const found = committee.memberKeys().then((list) => [...list].sort());
  return [
    subject.fact("pledges", addresses.OperatorStaking, committee.pledges()),
    subject.fact("makers", addresses.MakerRegistry, committee.makers()),
    subject.fact("quorum", quorum, committee.quorum()),
    subject.fact("hashes of the members' keys", [...keys].sort(), found),
    ...members.map(({ account, signer, weight }) => {
      const member = committee.memberOf(keccak256(signer)).then((it) => [it.account, it.weight]);
      return subject.fact(`account and weight of member ${signer}`, [account, weight], member);
    }),
    subject.fact("authority", addresses.AccessManager, committee.authority()),
  ];
}
