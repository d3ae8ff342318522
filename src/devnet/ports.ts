import { once } from "node:events";
import { createServer } from "node:net";

import { OpenDepinError } from "../errors";

/** A port of an address that nothing listens on. */
export async function freePort(host: string): Promise<number> {
  return listenOnce(host, 0);
}

/**
 * Asked before a chain is started: its seconds should not be spent on a port that cannot be had.
 *
 * @param option What chooses the port.
 * @throws OpenDepinError `PORT_TAKEN`, or `HOST_INVALID`.
 */
export async function requireFreePort(host: string, port: number, option: string): Promise<void> {
  try {
    await listenOnce(host, port);
  } catch (cause) {
    if (codeOf(cause) === "EADDRINUSE") {
      throw new OpenDepinError(
        "PORT_TAKEN",
        `port ${port} of ${host} is taken; stop what listens there, or choose another with ${option}`,
        { cause },
      );
    }
    throw new OpenDepinError(
      "HOST_INVALID",
      `nothing can listen on port ${port} of ${host}: ${String(cause)}`,
      {
        cause,
      },
    );
  }
}

async function listenOnce(host: string, port: number): Promise<number> {
  const server = createServer().listen(port, host);
  await once(server, "listening");
  const address = server.address();
  server.close();
  await once(server, "close");
  if (address === null || typeof address === "string") throw new Error(`${host} gives no port`);
  return address.port;
}

function codeOf(error: unknown): unknown {
  return error instanceof Error && "code" in error ? error.code : undefined;
}
