import { OpenDepinError } from "../../errors";
import { requireManifest } from "../folder";
import { readHealth } from "../health";
import { faucet, parseAmount, parseRecipient } from "../operations/faucet";
import type { Handler, Routes } from "./serve-http";

/**
 * What a devnet answers over HTTP.
 *
 * @param reset Starts the devnet of the folder anew.
 */
export function routesOf(folder: string, reset: () => Promise<void>): Routes {
  return new Map<string, Handler>([
    ["GET /health", () => health(folder)],
    ["GET /manifest", async () => ok(await requireManifest(folder))],
    ["POST /faucet", (body) => give(folder, body)],
    [
      "POST /reset",
      async () => {
        await reset();
        return ok(await requireManifest(folder));
      },
    ],
  ]);
}

async function health(folder: string): ReturnType<Handler> {
  const found = await readHealth(await requireManifest(folder));
  return { status: found.ok ? 200 : 503, body: found };
}

async function give(folder: string, body: unknown): ReturnType<Handler> {
  const { address, amount } = (typeof body === "object" && body !== null ? body : {}) as Record<
    string,
    unknown
  >;
  if (typeof address !== "string" || typeof amount !== "string") {
    throw new OpenDepinError("USAGE", 'send {"address": "0x…", "amount": "100"}, the amount in whole tokens');
  }
  return ok(await faucet(await requireManifest(folder), parseRecipient(address), parseAmount(amount)));
}

function ok(body: unknown): { status: number; body: unknown } {
  return { status: 200, body };
}
