import type { Command } from "commander";

import type { PledgeView, StakeView, ThawView } from "../chain";
import type { DeviceNeeds } from "../devices/snapshot";
import type { Progress } from "../files/progress";
import { formatDuration } from "../format-duration";
import { formatTime } from "../format-time";
import type { Address } from "../hex";
import type { CliContext } from "./context";
import { account, address } from "./device-values";
import { type Figure, printFigures, printJson } from "./print";
import { addKeyHelp } from "./registry-options";
import { addStakingOptions, type StakingFlags, withStaking } from "./staking-options";
import { withProgress } from "./with-progress";

interface ShowFlags extends StakingFlags {
  registry?: Address | true;
  json?: true;
}

interface Shown {
  stake: StakeView;
  needs: DeviceNeeds | undefined;
}

/** Adds `opendepin stake show`. */
export function addStakeShow(stake: Command, context: CliContext): void {
  const command = stake
    .command("show")
    .description("print what the chain knows of an account's stake")
    .argument("[address]", "the account; that of the key in the environment unless given", account)
    .option(
      "--registry [address]",
      "also what its devices need, from all events of the registry that the staking stands behind",
      address,
    )
    .option("--json", "print it as JSON");
  addKeyHelp(addStakingOptions(command)).action((given: Address | undefined, flags: ShowFlags) =>
    show(given, flags, context),
  );
}

async function show(given: Address | undefined, flags: ShowFlags, context: CliContext): Promise<void> {
  const shown = await withProgress(context, { json: flags.json === true }, (progress) =>
    read(given, flags, progress),
  );
  if (flags.json) printJson(context.stdout, toJson(shown));
  else printFigures(context, figures(shown));
}

function read(given: Address | undefined, flags: ShowFlags, progress: Progress): Promise<Shown> {
  return withStaking(flags, async (chain, staking) => {
    const whose = given ?? (await chain.accountOf(await chain.walletFromEnvironment(null)));
    const stake = await chain.readStake(staking, whose, progress);
    if (flags.registry === undefined) return { stake, needs: undefined };
    const registry = flags.registry === true ? undefined : flags.registry;
    const { block } = stake;
    return { stake, needs: await chain.readNeeds(staking, whose, { registry, block, progress }) };
  });
}

/** What is not there is null, so that every account has the same fields. */
function toJson({ stake, needs }: Shown): object {
  const pledges = stake.pledges.map(({ isOnDuty, ...pledge }) => ({ ...pledge, isOnDuty: isOnDuty ?? null }));
  return { ...stake, pledges, devices: needs ?? null };
}

function figures({ stake, needs }: Shown): Figure[] {
  const { account, bonded, free, pledges, thaws, credit, votes, delegate, time } = stake;
  return [
    ["account", account],
    ["bonded", bonded],
    ["free to thaw", free],
    ...listed("pledged", pledges.map(describePledge)),
    ...listed(
      "thawing",
      thaws.map((thaw) => describeThaw(thaw, time)),
    ),
    ["credits", credit],
    ["votes", votes],
    ["delegate", delegate === account ? "itself" : delegate],
    ...(needs === undefined ? [] : needFigures(needs)),
  ];
}

/** One figure a line, the name on the first only. */
function listed(name: string, values: readonly string[]): Figure[] {
  if (values.length === 0) return [[name, "nothing"]];
  return values.map((value, index) => [index === 0 ? name : "", value]);
}

function describePledge({ duty, pledge, stands, isOnDuty }: PledgeView): string {
  const standing = stands === pledge ? "" : `, of which ${stands.toString()} still stand`;
  const service =
    isOnDuty === undefined ? "which does not say who serves" : isOnDuty ? "on duty" : "off duty";
  return `${pledge.toString()}${standing}, behind ${duty}, ${service}`;
}

function describeThaw({ amount, availableAt }: ThawView, now: number): string {
  if (availableAt <= now) return `${amount.toString()}, can be withdrawn`;
  return `${amount.toString()}, until ${formatTime(availableAt)}, in ${formatDuration(availableAt - now)}`;
}

function needFigures({ devices, required, uncovered }: DeviceNeeds): Figure[] {
  const covered =
    uncovered.length === 0 ? "all covered" : `${devices - uncovered.length} covered, ${uncovered.length} not`;
  return [
    ["devices", devices === 0 ? "none" : `${devices}, which need ${required.toString()}: ${covered}`],
    ...(uncovered.length === 0 ? [] : listed("uncovered", uncovered)),
  ];
}
