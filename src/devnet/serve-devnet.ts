import { mkdir, rm } from "node:fs/promises";
import { relative, resolve, sep } from "node:path";

import { OpenDepinError } from "../errors";
import { type Anvil, startAnvil } from "./anvil/start-anvil";
import type { Bake, BakedManifest } from "./bake/bake";
import { readBake } from "./bake/bake-file";
import { replay } from "./bake/replay";
import { keepState, prepareDump, readKeptState } from "./data/kept-state";
import { writeData } from "./data/write-data";
import { readManifest, removeManifest, requireManifest, writeManifest } from "./folder";
import { answers } from "./health";
import { authorityOf } from "./hosts";
import { routesOf } from "./http/routes";
import { serveHttp } from "./http/serve-http";
import { latestBlock } from "./json-rpc";
import { forgetSnapshots } from "./operations/snapshots";
import { placeManifest, unplaceManifest } from "./place-manifest";
import { requireFreePort } from "./ports";

/** Where a devnet keeps its data unless it shall outlive it, in the folder that it was started in. */
const DATA_DIRECTORY = ".devnet";

export interface ServeOptions {
  /** Gets the manifest, and the data if they are not kept elsewhere. */
  folder: string;
  /** Address that both endpoints listen on. */
  host: string;
  /** Of JSON-RPC. */
  port: number;
  /** Of `/health`, `/manifest` and `/faucet`. */
  httpPort: number;
  /** Directory that keeps the devnet over restarts. */
  state?: string | undefined;
}

/** A devnet that this process serves; its manifest, in its folder, says the rest. */
export interface ServedDevnet {
  /** Settles when the chain has ended without having been asked to, with its exit code. */
  readonly broken: Promise<number | null>;
  /** Starts it anew. */
  reset(): Promise<void>;
  /** Ends it. What it wrote is removed, but for a state that shall be kept. */
  close(): Promise<void>;
}

/**
 * Serves the devnet.
 *
 * @throws OpenDepinError `DEVNET_RUNNING`, `PORT_TAKEN`, `HOST_INVALID`, `STATE_INVALID`, `ANVIL_MISSING`,
 *   `ANVIL_FAILED`, `BAKE_DIFFERS`.
 */
export async function serveDevnet(options: ServeOptions): Promise<ServedDevnet> {
  await requireOnlyHere(options.folder);
  await requireFreePort(options.host, options.port, "--port");
  await requireFreePort(options.host, options.httpPort, "--http-port");
  return new Server(options, await readBake()).start();
}

/** A folder has one manifest: a second devnet would take it away from the first. */
async function requireOnlyHere(folder: string): Promise<void> {
  const running = await readManifest(folder);
  if (running === undefined || !(await answers(running))) return;
  throw new OpenDepinError(
    "DEVNET_RUNNING",
    `the devnet of this folder runs already, at ${running.rpc}; end it, or start another one in another folder`,
  );
}

class Server implements ServedDevnet {
  readonly #options: ServeOptions;
  readonly #bake: Bake;
  /** Absolute. */
  readonly #data: string;
  #anvil: Anvil | undefined;
  #stopHttp: (() => Promise<void>) | undefined;
  readonly broken: Promise<number | null>;
  #reportBroken: (code: number | null) => void = () => undefined;

  constructor(options: ServeOptions, bake: Bake) {
    this.#options = options;
    this.#bake = bake;
    this.#data = resolve(options.folder, options.state ?? DATA_DIRECTORY);
    this.broken = new Promise((settle) => {
      this.#reportBroken = settle;
    });
  }

  async start(): Promise<this> {
    const { state, host, httpPort, folder } = this.#options;
    const kept = state === undefined ? undefined : await readKeptState(this.#data);
    try {
      await (kept === undefined ? this.#begin() : this.#goOn(kept.chain, kept.manifest));
      this.#stopHttp = await serveHttp(
        host,
        httpPort,
        routesOf(folder, () => this.reset()),
      );
      return this;
    } catch (error) {
      await this.#stop();
      if (kept === undefined) await rm(this.#data, { recursive: true, force: true });
      throw error;
    }
  }

  async reset(): Promise<void> {
    await this.#stopChain();
    await this.#begin();
  }

  async close(): Promise<void> {
    const { folder, state } = this.#options;
    const manifest = await requireManifest(folder).catch(() => undefined);
    await this.#stop();
    if (state === undefined) await rm(this.#data, { recursive: true, force: true });
    else if (manifest !== undefined) await keepState(this.#data, unplaceManifest(manifest));
  }

  /** From the bake. */
  async #begin(): Promise<void> {
    await writeData(this.#bake, this.#data);
    const anvil = await this.#startChain({ genesis: this.#bake.genesis, manual: true });
    await replay(this.#bake, anvil.rpc);
    await this.#announce(this.#bake.manifest);
  }

  /** From what was kept. */
  async #goOn(chain: string, manifest: BakedManifest): Promise<void> {
    await forgetSnapshots(this.#data);
    const { rpc } = await this.#startChain({ genesis: this.#bake.genesis, load: chain });
    // The clock stood still meanwhile; anvil would begin anew at the first block's time.
    await rpc.send("evm_setTime", (await latestBlock(rpc)).timestamp);
    await this.#announce(manifest);
  }

  async #startChain(chain: { genesis: number; manual?: boolean; load?: string }): Promise<Anvil> {
    const { host, port, state } = this.#options;
    const dump = state === undefined ? undefined : await prepareDump(this.#data);
    const anvil = await startAnvil({ host, port, dump, ...chain });
    this.#anvil = anvil;
    void anvil.ended.then((code) => {
      if (this.#anvil === anvil) this.#reportBroken(code);
    });
    return anvil;
  }

  /** Written last, when everything in it is true. */
  async #announce(manifest: BakedManifest): Promise<void> {
    const { folder, host, port, httpPort } = this.#options;
    const [rpc, http] = [port, httpPort].map((each) => `http://${authorityOf(host, each)}`) as [
      string,
      string,
    ];
    const data = relative(resolve(folder), this.#data).split(sep).join("/");
    await mkdir(folder, { recursive: true });
    await writeManifest(folder, placeManifest(manifest, { rpc, http, data }));
  }

  async #stop(): Promise<void> {
    await removeManifest(this.#options.folder);
    await this.#stopHttp?.();
    await this.#stopChain();
  }

  async #stopChain(): Promise<void> {
    const anvil = this.#anvil;
    this.#anvil = undefined;
    await anvil?.stop();
  }
}
