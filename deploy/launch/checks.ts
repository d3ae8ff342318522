import { formatEther, type Provider } from "ethers";

import { getBlock } from "../../src/chain/registry/read-at-block";
import { formatDuration } from "../../src/format-duration";
import { formatTime } from "../../src/format-time";
import { CREATE_X, hasCreateX } from "../create-x";
import type { NetworkParameters } from "../parameters";
import type { LaunchParameters } from "./launch-parameters";
import { scheduleLimit } from "./schedule";

/** Something that must hold before anything is sent. */
export interface Check {
  subject: string;
  /** What is so. */
  found: string;
  /** What is wrong with it, and what to do; undefined if nothing is. */
  fault?: string | undefined;
}

export interface LaunchConditions {
  deployer: string;
  /** Wei that the rest of the deployment may cost. */
  cost: bigint;
}

/**
 * Looks at everything that a launch depends on. Times and shares were checked when the parameters were read; they are
 * named again, because this is the last moment at which they can be changed at will.
 */
export async function checkLaunch(
  { chainId, network }: LaunchParameters,
  { deployer, cost }: LaunchConditions,
  provider: Provider,
): Promise<Check[]> {
  return [
    { subject: "chain id", found: chainId.toString() },
    await factoryCheck(chainId, provider),
    await balanceCheck(deployer, cost, provider),
    supplyCheck(network),
    await genesisCheck(network, provider),
    ...timeChecks(network),
    ...powerChecks(network, deployer),
  ];
}

async function factoryCheck(chainId: number, provider: Provider): Promise<Check> {
  const fault = (await hasCreateX(provider, chainId))
    ? undefined
    : "CreateX is not there: have it deployed on this chain first, https://createx.rocks says how";
  return { subject: "factory", found: CREATE_X, fault };
}

async function balanceCheck(deployer: string, cost: bigint, provider: Provider): Promise<Check> {
  const balance = await provider.getBalance(deployer);
  const fault = balance >= cost ? undefined : `send it ${formatEther(cost - balance)} more`;
  return {
    subject: "balance",
    found: `${deployer} has ${formatEther(balance)}, needs up to ${formatEther(cost)} for gas`,
    fault,
  };
}

function supplyCheck({ token, emissions }: NetworkParameters): Check {
  const allocated = token.allocations.reduce((sum, { amount }) => sum + amount, 0n);
  const scheduled = scheduleLimit(emissions.curve);
  const [cap, before, later] = [token.cap, allocated, scheduled].map((amount) => formatEther(amount));
  const fault =
    token.cap >= allocated + scheduled
      ? undefined
      : `raise token.cap, or lower token.allocations or emissions.curve by ${formatEther(allocated + scheduled - token.cap)}`;
  return { subject: "supply", found: `cap ${cap}, allocated ${before}, scheduled ${later}`, fault };
}

/** The EmissionController takes none that is further ahead, which would be a slip of the pen. */
const MOST_SECONDS_AHEAD = 4 * 365 * 86_400;

async function genesisCheck({ emissions }: NetworkParameters, provider: Provider): Promise<Check> {
  const { genesis, epochLength } = emissions;
  const latest = (await getBlock(provider, "latest")).timestamp + MOST_SECONDS_AHEAD;
  return {
    subject: "epochs",
    found: `of ${formatDuration(epochLength)}, the first from ${formatTime(genesis)}`,
    fault:
      genesis <= latest ? undefined : `emissions.genesis is at most four years ahead: ${formatTime(latest)}`,
  };
}

function timeChecks({ staking, disputes, programs, governance }: NetworkParameters): Check[] {
  const window = Math.max(...programs.map(({ challengeWindow }) => challengeWindow));
  return [
    {
      subject: "windows",
      found: `up to ${formatDuration(window)}, of ${formatDuration(disputes.maxChallengeWindow)} at most`,
    },
    {
      subject: "thaw",
      found: `${formatDuration(staking.thawPeriod)}: window, ruling of ${formatDuration(disputes.rulingPeriod)} and a day fit`,
    },
    {
      subject: "votes",
      found: `${formatDuration(governance.votingPeriod)}, quorum ${governance.quorumBps / 100}%, at least ${formatEther(governance.quorumFloor)}`,
    },
    { subject: "role table", found: `changes after ${formatDuration(governance.timelockDelay)}` },
  ];
}

/** Whoever deploys ends with nothing; and no account holds two powers that are there to check each other. */
function powerChecks({ guardian, arbiter, staking }: NetworkParameters, deployer: string): Check[] {
  const accounts = { guardian, arbiter, treasury: staking.treasury };
  return Object.entries(accounts).map(([subject, account]) => {
    const fault = isSame(account, deployer)
      ? "it is the deployer, who must end with nothing: name another account"
      : subject === "arbiter" && isSame(guardian, arbiter)
        ? "it is the guardian too, who could void what it has to rule on: name another account"
        : undefined;
    return { subject, found: account, fault };
  });
}

function isSame(left: string, right: string): boolean {
  return left.toLowerCase() === right.toLowerCase();
}
