import { once } from "node:events";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";

import { EXIT, OpenDepinError } from "../../errors";
import { isLoopback } from "../hosts";
import { HttpError } from "./http-error";

const MAX_BODY_BYTES = 16_384;

/** What answers a method and a path. */
export type Handler = (body: unknown) => Promise<{ status: number; body: unknown }>;
/** By method and path, such as `GET /health`. */
export type Routes = ReadonlyMap<string, Handler>;

/**
 * Answers JSON over HTTP.
 *
 * On loopback only who knows it by a loopback name is answered, and only pages of this machine: a foreign page whose
 * name is made to point here, or that posts here unseen, gets nothing.
 *
 * @returns Ends it.
 */
export async function serveHttp(host: string, port: number, routes: Routes): Promise<() => Promise<void>> {
  const server = createServer((request, response) => {
    void answer(request, response, routes, isLoopback(host));
  }).listen(port, host);
  await once(server, "listening");
  return async () => {
    server.close();
    server.closeAllConnections();
    await once(server, "close");
  };
}

async function answer(
  request: IncomingMessage,
  response: ServerResponse,
  routes: Routes,
  local: boolean,
): Promise<void> {
  try {
    if (local) requireLoopback(request.headers.host);
    allowOrigin(request, response);
    if (request.method === "OPTIONS") return void response.writeHead(204).end();
    const { status, body } = await handlerOf(request, routes)(await bodyOf(request));
    send(response, status, body);
  } catch (error) {
    const { status, code, message } = asHttpError(error);
    send(response, status, { error: { code, message } });
  }
}

function requireLoopback(host: string | undefined): void {
  if (host !== undefined && isLoopback(host.replace(/:\d+$/, ""))) return;
  throw new HttpError(403, "HOST_FORBIDDEN", "ask for 127.0.0.1 or localhost");
}

function allowOrigin({ headers: { origin } }: IncomingMessage, response: ServerResponse): void {
  if (origin === undefined) return;
  if (!URL.canParse(origin) || !isLoopback(new URL(origin).hostname)) {
    throw new HttpError(403, "ORIGIN_FORBIDDEN", "only pages of this machine are answered");
  }
  response.setHeader("access-control-allow-origin", origin);
  response.setHeader("access-control-allow-methods", "GET, POST");
  response.setHeader("access-control-allow-headers", "content-type");
  response.setHeader("vary", "origin");
}

function handlerOf({ method = "", url = "" }: IncomingMessage, routes: Routes): Handler {
  const path = url.replace(/\?.*$/, "");
  const handler = routes.get(`${method} ${path}`);
  if (handler !== undefined) return handler;
  const methods = [...routes.keys()].filter((route) => route.endsWith(` ${path}`));
  if (methods.length > 0) {
    throw new HttpError(405, "METHOD_NOT_ALLOWED", `there is ${methods.join(" and ")}, not ${method}`);
  }
  throw new HttpError(404, "NOT_FOUND", `there are: ${[...routes.keys()].join(", ")}`);
}

async function bodyOf(request: IncomingMessage): Promise<unknown> {
  if (request.method !== "POST") return undefined;
  let text = "";
  for await (const chunk of request.setEncoding("utf8") as AsyncIterable<string>) {
    text += chunk;
    if (text.length > MAX_BODY_BYTES)
      throw new HttpError(413, "BODY_TOO_LARGE", `at most ${MAX_BODY_BYTES} bytes`);
  }
  if (text === "") return undefined;
  if (!/^application\/json\b/.test(request.headers["content-type"] ?? "")) {
    throw new HttpError(415, "CONTENT_TYPE", "send JSON, with content-type: application/json");
  }
  try {
    return JSON.parse(text) as unknown;
  } catch {
    throw new HttpError(400, "JSON_INVALID", "the body is no JSON");
  }
}

function asHttpError(error: unknown): { status: number; code: string; message: string } {
  if (error instanceof HttpError) return error;
  if (!(error instanceof OpenDepinError)) {
    return { status: 500, code: "INTERNAL", message: error instanceof Error ? error.message : String(error) };
  }
  const status = { [EXIT.input]: 400, [EXIT.no]: 409, [EXIT.network]: 503 }[error.exitCode as number] ?? 500;
  return { status, code: error.code, message: error.reason };
}

function send(response: ServerResponse, status: number, body: unknown): void {
  const text = JSON.stringify(body, (_, field: unknown) =>
    typeof field === "bigint" ? field.toString() : field,
  );
  response
    .writeHead(status, { "content-type": "application/json", "cache-control": "no-store" })
    .end(`${text}\n`);
}
