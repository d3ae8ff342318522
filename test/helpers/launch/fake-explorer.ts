import { createServer, type IncomingMessage, type Server } from "node:http";
import type { AddressInfo } from "node:net";

/** What was handed in: the form's fields. */
export type Submission = Readonly<Record<string, string>>;

/** An explorer of Etherscan's form, which believes whatever its test tells it to. */
export class FakeExplorer {
  readonly submissions: Submission[] = [];
  /** What it says of a contract's sources, by the contract's name among them. */
  readonly verdicts = new Map<string, string>();
  /** Addresses whose sources it has. */
  readonly verified = new Set<string>();
  readonly #server: Server;
  /** Where its API is, or was. */
  readonly url: string;

  private constructor(server: Server) {
    this.#server = server;
    this.url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/api`;
    server.on("request", (request, response) => {
      void this.#answer(request).then((body) => response.end(JSON.stringify(body)));
    });
  }

  static async start(): Promise<FakeExplorer> {
    const server = createServer();
    await new Promise<void>((ready) => server.listen(0, "127.0.0.1", ready));
    return new FakeExplorer(server);
  }

  stop(): void {
    this.#server.close();
    this.#server.closeAllConnections();
  }

  async #answer(request: IncomingMessage): Promise<object> {
    const query = new URL(request.url ?? "", this.url).searchParams;
    if (request.method === "POST") return this.#accept(await formOf(request));
    if (query.get("action") === "getsourcecode") {
      const has = this.verified.has(query.get("address") ?? "");
      return { status: "1", message: "OK", result: [{ SourceCode: has ? "pragma" : "" }] };
    }
    const { contractname = "", contractaddress = "" } = this.submissions[Number(query.get("guid"))] ?? {};
    const verdict = this.verdicts.get(contractname) ?? "Pass - Verified";
    if (verdict === "Pass - Verified") this.verified.add(contractaddress);
    return { status: verdict.startsWith("Pass") ? "1" : "0", message: "", result: verdict };
  }

  #accept(submission: Submission): object {
    this.submissions.push(submission);
    return { status: "1", message: "OK", result: (this.submissions.length - 1).toString() };
  }
}

async function formOf(request: IncomingMessage): Promise<Submission> {
  let body = "";
  for await (const chunk of request) body += String(chunk);
  return Object.fromEntries(new URLSearchParams(body));
}
