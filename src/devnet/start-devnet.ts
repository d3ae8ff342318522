import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { OpenDepinError } from "../errors";
import type { Address } from "../hex";
import { requireManifest } from "./folder";
import { LOOPBACK } from "./hosts";
import type { DevnetEpoch, DevnetManifest } from "./manifest";
import { faucet, type Gift, parseAmount, parseRecipient } from "./operations/faucet";
import { restoreSnapshot, takeSnapshot } from "./operations/snapshots";
import { parseDuration, warp } from "./operations/warp";
import { freePort } from "./ports";
import { type ServedDevnet, serveDevnet } from "./serve-devnet";

/** Where a devnet listens, and whether it is kept. */
export interface DevnetOptions {
  /** Port of JSON-RPC; a free one if left out. */
  port?: number;
  /** Port of `/health`, `/manifest` and `/faucet`; a free one if left out. */
  httpPort?: number;
  /** Directory that keeps the devnet over restarts; if left out, nothing of it remains. */
  state?: string;
}

/** A devnet of its own, for a test suite. */
export class Devnet {
  readonly #served: ServedDevnet;
  #manifest: DevnetManifest;

  private constructor(
    /** Where its manifest and its data lie. */
    readonly directory: string,
    served: ServedDevnet,
    manifest: DevnetManifest,
  ) {
    this.#served = served;
    this.#manifest = manifest;
  }

  static async start({ port, httpPort, state }: DevnetOptions): Promise<Devnet> {
    const directory = await mkdtemp(join(tmpdir(), "opendepin-devnet-"));
    try {
      const served = await serveDevnet({
        folder: directory,
        host: LOOPBACK,
        port: port ?? (await freePort(LOOPBACK)),
        httpPort: httpPort ?? (await freePort(LOOPBACK)),
        state,
      });
      return new Devnet(directory, served, await requireManifest(directory));
    } catch (error) {
      await rm(directory, { recursive: true });
      throw error;
    }
  }

  /** What the devnet is: its contracts, accounts, devices and epochs as they are now. */
  get manifest(): DevnetManifest {
    return this.#manifest;
  }

  /** JSON-RPC endpoint. */
  get rpc(): string {
    return this.#manifest.rpc;
  }

  /**
   * Moves the clock forward.
   *
   * @param span Seconds, or a duration such as `"2h"` or `"1d"`.
   * @returns The chain's new time, seconds since 1970.
   */
  async warp(span: number | string): Promise<number> {
    return warp(this.#manifest, typeof span === "string" ? parseDuration(span) : span);
  }

  /**
   * Carries the first program one epoch on, to the end: the epoch is claimable.
   *
   * @throws OpenDepinError `ETHERS_MISSING` where ethers, an optional peer, is not installed.
   */
  async nextEpoch(): Promise<DevnetEpoch> {
    const operations = await loadNextEpoch();
    const epoch = await operations.nextEpoch(this.directory);
    await this.#reread();
    return epoch;
  }

  /**
   * Gives an account ether, and as many reward tokens.
   *
   * @param amount Base units, or whole tokens as a text such as `"0.5"`.
   */
  async faucet(address: Address, amount: bigint | string): Promise<Gift> {
    return faucet(
      this.#manifest,
      parseRecipient(address),
      typeof amount === "string" ? parseAmount(amount) : amount,
    );
  }

  /** Remembers the state under a name. */
  async snapshot(name?: string): Promise<void> {
    await takeSnapshot(this.directory, name);
  }

  /** Goes back to a snapshot, as often as wanted; those taken after it are forgotten. */
  async restore(name?: string): Promise<void> {
    await restoreSnapshot(this.directory, name);
    await this.#reread();
  }

  /** Starts it anew. */
  async reset(): Promise<void> {
    await this.#served.reset();
    await this.#reread();
  }

  /** Ends it; nothing remains but a state that shall be kept. */
  async close(): Promise<void> {
    await this.#served.close();
    await rm(this.directory, { recursive: true });
  }

  async #reread(): Promise<void> {
    this.#manifest = await requireManifest(this.directory);
  }
}

/** Everything else speaks JSON-RPC by itself. */
async function loadNextEpoch(): Promise<typeof import("./operations/next-epoch.js")> {
  try {
    return await import("./operations/next-epoch.js");
  } catch (cause) {
    throw new OpenDepinError("ETHERS_MISSING", "nextEpoch needs ethers; npm install --save-dev ethers@6", {
      cause,
    });
  }
}

/**
 * Starts a devnet; any number can run at once.
 *
 * @throws OpenDepinError `ANVIL_MISSING`, and as `serveDevnet`.
 */
export function startDevnet(options: DevnetOptions = {}): Promise<Devnet> {
  return Devnet.start(options);
}
