import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync } from "node:fs";
import { join } from "node:path";

import { isError, type JsonRpcProvider } from "ethers";
import { requestExpired, requestFromJson } from "opendepin/rewards";

import { nextStep, type Papers, type Step } from "./next-step.js";
import { NETWORK, NO, opendepin, type Outcome } from "./opendepin.js";
import type { Settings } from "./settings.js";
import { readStanding, type Standing } from "./standing.js";

/** What became of a step. */
export interface Progress {
  step: Step;
  /** Whether there may be more to do at once. */
  goOn: boolean;
  message: string;
}

/** One member of a program's committee. */
export class Reporter {
  constructor(
    readonly settings: Settings,
    readonly provider: JsonRpcProvider,
    /** The member's account, after which its signature is named. */
    readonly account: string,
  ) {}

  /** Looks at the chain and at the files, and does what is next. */
  async advance(): Promise<Progress> {
    const standing = await readStanding(this.provider, this.settings.distributor).catch(unlessUnreachable);
    if (standing === undefined) return UNREACHABLE;
    const inbox = this.#inbox(standing);
    mkdirSync(inbox, { recursive: true });
    setAsideExpired(inbox, standing.now);
    const step = nextStep(standing, this.#papers(standing.nextEpoch, inbox));
    if (step.do === "wait") return { step, goOn: false, message: `waiting for ${step.for}` };
    const outcome = await this.#run(step, inbox);
    return progressOf(step, outcome, existsSync(join(inbox, REQUEST)));
  }

  #run({ do: action, epoch }: Exclude<Step, { do: "wait" }>, inbox: string): Promise<Outcome> {
    const { rpc, distributor, dataUri } = this.settings;
    const directory = this.#directory(epoch);
    const request = join(inbox, REQUEST);
    switch (action) {
      case "finalize":
        return opendepin("epoch", "finalize", "--rpc", rpc, "--distributor", distributor);
      case "build":
        return opendepin("epoch", "build", "--out", directory, ...this.#inputs(epoch));
      case "request": {
        const uri = dataUri.replaceAll("{epoch}", epoch.toString());
        const chain = ["--rpc", rpc, "--distributor", distributor];
        return opendepin("report", "request", directory, "--data-uri", uri, "--out", request, ...chain);
      }
      case "sign": {
        const out = this.#signature(inbox);
        mkdirSync(join(inbox, SIGNATURES), { recursive: true });
        const own = ["--epoch", directory, "--distributor", distributor];
        return opendepin("report", "sign", request, "--rpc", rpc, "--out", out, ...own);
      }
      case "collect":
        return opendepin("report", "collect", request, join(inbox, SIGNATURES), "--rpc", rpc);
    }
  }

  #inputs(epoch: number): string[] {
    const { rpc, budget, registry, staking } = this.settings;
    const previous = this.#previous(epoch);
    return [
      ...["--epoch", epoch.toString(), "--contributions", this.#contributions(epoch), "--budget", budget],
      ...["--rpc", rpc],
      ...(registry === undefined ? [] : ["--registry", registry]),
      ...(staking === undefined ? [] : ["--staking", staking]),
      ...(previous === undefined ? [] : ["--previous", previous]),
    ];
  }

  /** The epoch before: the latest of those that were built, as epochs may be left out. */
  #previous(epoch: number): string | undefined {
    const numbers = readdirSync(this.settings.epochs)
      .map((name) => Number(/^epoch-(\d+)$/.exec(name)?.[1] ?? NaN))
      .filter((number) => number < epoch);
    return numbers.length === 0 ? undefined : this.#directory(Math.max(...numbers));
  }

  #papers(epoch: number, inbox: string): Papers {
    return {
      contributions: existsSync(this.#contributions(epoch)),
      epoch: existsSync(this.#directory(epoch)),
      request: existsSync(join(inbox, REQUEST)),
      signature: existsSync(this.#signature(inbox)),
    };
  }

  /** Where the papers of the next report are: another report, or another committee, has others. */
  #inbox({ nextEpoch, nonce, configuration }: Standing): string {
    const name = [nextEpoch, nonce, configuration].map((part) => part.toString()).join("-");
    return join(this.settings.shared, this.settings.distributor.toLowerCase(), name);
  }

  #directory(epoch: number): string {
    return join(this.settings.epochs, `epoch-${epoch.toString()}`);
  }

  #contributions(epoch: number): string {
    return join(this.settings.contributions, `epoch-${epoch.toString()}.csv`);
  }

  #signature(inbox: string): string {
    return join(inbox, SIGNATURES, `${this.account.toLowerCase()}.json`);
  }
}

const REQUEST = "request.json";
const SIGNATURES = "signatures";

const UNREACHABLE: Progress = {
  step: { do: "wait", for: "the chain", until: undefined },
  goOn: false,
  message: "waiting for the chain to answer",
};

function unlessUnreachable(error: unknown): undefined {
  const isPassing =
    isError(error, "NETWORK_ERROR") || isError(error, "TIMEOUT") || isError(error, "SERVER_ERROR");
  const isRefused = error instanceof Error && "code" in error && error.code === "ECONNREFUSED";
  if (!isPassing && !isRefused) throw error;
}

/** What an outcome means; throws what a person has to look at, as a request that disagrees with what was built here. */
function progressOf(
  step: Exclude<Step, { do: "wait" }>,
  { exitCode, reason }: Outcome,
  isRequested: boolean,
): Progress {
  const subject = `epoch ${step.epoch.toString()}`;
  if (exitCode === 0) return { step, goOn: true, message: `${subject}: ${DONE[step.do]}` };
  if (exitCode === NETWORK) return UNREACHABLE;
  // another member was faster
  if (step.do === "request" && isRequested)
    return { step, goOn: true, message: `${subject}: ${DONE.request}` };
  // others have not signed yet, or somebody was faster: the next look at the chain tells
  if (exitCode === NO && (step.do === "collect" || step.do === "finalize")) {
    return {
      step,
      goOn: false,
      message: `${subject}: ${reason === "" ? "waiting for more signatures" : reason}`,
    };
  }
  throw new Error(`${subject}: ${step.do} failed: ${reason}`);
}

const DONE = {
  finalize: "final",
  build: "built",
  request: "requested",
  sign: "signed",
  collect: "proposed",
} as const;

/** A request that may no longer be proposed gives way to a new one, and its signatures with it. */
function setAsideExpired(inbox: string, now: number): void {
  const file = join(inbox, REQUEST);
  if (!existsSync(file)) return;
  const request = requestFromJson(JSON.parse(readFileSync(file, "utf8")));
  if (requestExpired(request, now) === undefined) return;
  for (const name of [REQUEST, SIGNATURES]) {
    const path = join(inbox, name);
    if (existsSync(path)) renameSync(path, `${path}.expired-${request.report.deadline.toString()}`);
  }
}
