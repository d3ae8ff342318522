import { request } from "node:http";

import { expect } from "chai";

import { LOOPBACK } from "../../../src/devnet/hosts";
import { type Handler, serveHttp } from "../../../src/devnet/http/serve-http";
import { freePort } from "../../../src/devnet/ports";
import { EXIT, OpenDepinError } from "../../../src/errors";

interface Asked {
  method?: string;
  path?: string;
  headers?: Record<string, string>;
  body?: string;
}

describe("serveHttp", () => {
  let port: number;
  let stop: () => Promise<void>;
  let failure: Error;

  const routes = new Map<string, Handler>([
    ["GET /health", () => Promise.resolve({ status: 200, body: { amount: 7n } })],
    ["POST /echo", (body) => Promise.resolve({ status: 200, body })],
    ["GET /fail", () => Promise.reject(failure)],
  ]);

  before(async () => {
    port = await freePort(LOOPBACK);
    stop = await serveHttp(LOOPBACK, port, routes);
  });

  after(() => stop());

  it("answers in JSON, which nobody may keep", async () => {
    const { status, headers, body } = await ask({ path: "/health?now" });
    expect([status, body]).to.deep.equal([200, { amount: "7" }]);
    expect(headers["content-type"]).to.equal("application/json");
    expect(headers["cache-control"]).to.equal("no-store");
  });

  for (const host of ["127.0.0.1", "localhost", "[::1]"]) {
    it(`answers who asks for ${host}`, async () => {
      expect((await ask({ path: "/health", headers: { host: `${host}:${port}` } })).status).to.equal(200);
    });
  }

  for (const host of ["evil.example", "127.0.0.1.evil.example", "localhost.evil.example:80"]) {
    it(`refuses who asks for ${host}, a name that was made to point here`, async () => {
      const { status, body } = await ask({ path: "/health", headers: { host } });
      expect([status, codeOf(body)]).to.deep.equal([403, "HOST_FORBIDDEN"]);
    });
  }

  it("refuses a foreign page, also to ask what it may do", async () => {
    for (const method of ["GET", "POST", "OPTIONS"]) {
      const { status, headers, body } = await ask({
        method,
        path: "/health",
        headers: { origin: "https://evil.example" },
      });
      expect([status, codeOf(body)], method).to.deep.equal([403, "ORIGIN_FORBIDDEN"]);
      expect(headers["access-control-allow-origin"]).to.equal(undefined);
    }
    const opaque = await ask({ path: "/health", headers: { origin: "null" } });
    expect(opaque.status).to.equal(403);
  });

  it("answers a page of this machine", async () => {
    const origin = "http://localhost:5173";
    const { status, headers } = await ask({ path: "/health", headers: { origin } });
    expect([status, headers["access-control-allow-origin"]]).to.deep.equal([200, origin]);
    expect((await ask({ method: "OPTIONS", path: "/echo", headers: { origin } })).status).to.equal(204);
  });

  const refused: [what: string, asked: Asked, status: number, code: string][] = [
    ["a path that there is not", { path: "/nothing" }, 404, "NOT_FOUND"],
    ["another method", { method: "POST", path: "/health" }, 405, "METHOD_NOT_ALLOWED"],
    ["a form", { method: "POST", path: "/echo", body: "a=1" }, 415, "CONTENT_TYPE"],
    ["text that is no JSON", { ...json("{"), path: "/echo" }, 400, "JSON_INVALID"],
    [
      "a body that is too large",
      { ...json(`"${"a".repeat(20_000)}"`), path: "/echo" },
      413,
      "BODY_TOO_LARGE",
    ],
  ];
  for (const [what, asked, status, code] of refused) {
    it(`refuses ${what} with ${status}`, async () => {
      const answer = await ask(asked);
      expect([answer.status, codeOf(answer.body)]).to.deep.equal([status, code]);
    });
  }

  it("hands a body on", async () => {
    expect((await ask({ ...json('{"a":[1]}'), path: "/echo" })).body).to.deep.equal({ a: [1] });
  });

  const failures: [error: Error, status: number, code: string][] = [
    [new OpenDepinError("BAD", "bad input"), 400, "BAD"],
    [new OpenDepinError("NO", "no", { exitCode: EXIT.no }), 409, "NO"],
    [new OpenDepinError("GONE", "gone", { exitCode: EXIT.network }), 503, "GONE"],
    [new TypeError("a bug"), 500, "INTERNAL"],
  ];
  for (const [error, status, code] of failures) {
    it(`answers ${code} with ${status}`, async () => {
      failure = error;
      const { status: answered, body } = await ask({ path: "/fail" });
      expect([answered, body]).to.deep.equal([status, { error: { code, message: error.message } }]);
    });
  }

  function json(body: string): Asked {
    return { method: "POST", body, headers: { "content-type": "application/json" } };
  }

  function ask({ method = "GET", path = "/", headers = {}, body }: Asked) {
    return new Promise<{ status: number; headers: NodeJS.Dict<string | string[]>; body: unknown }>(
      (resolve, reject) => {
        const asking = request({ host: LOOPBACK, port, method, path, headers }, (response) => {
          let text = "";
          response.setEncoding("utf8").on("data", (chunk: string) => (text += chunk));
          response.on("end", () => {
            const parsed: unknown = text === "" ? undefined : JSON.parse(text);
            resolve({ status: response.statusCode ?? 0, headers: response.headers, body: parsed });
          });
        });
        asking.on("error", reject).end(body);
      },
    );
  }
});

function codeOf(body: unknown): unknown {
  return (body as { error?: { code?: unknown } } | undefined)?.error?.code;
}
