import { readFileSync } from "node:fs";
import { join } from "node:path";

import { expect } from "chai";
import { formatUnits } from "ethers";

import { compile } from "./helpers/compile";
import { type Devnet, startDevnet } from "./helpers/devnet";
import { createExample, type Project } from "./helpers/project";
import { type Outcome, run } from "./helpers/run";

/** Who claims with which library: each once. */
const CLAIMANTS = { viem: "alice", ethers: "bob" } as const;

describe("the examples of claiming, on the devnet", () => {
  let devnet: Devnet;

  before("start a devnet", async () => {
    devnet = await startDevnet("claims-devnet");
  });

  after("end the devnet", async () => {
    await devnet.stop();
  });

  for (const library of ["viem", "ethers"] as const) {
    context(`with ${library}`, () => {
      let project: Project;
      let epoch: string;
      let account: string;
      let manifest: string[];

      before("build the project", async () => {
        project = await createExample(`claim-${library}`);
        await compile(project);
        epoch = join(devnet.directory, ".devnet/epoch-0");
        account = devnet.account(CLAIMANTS[library]).address;
        manifest = ["--manifest", join(devnet.directory, "devnet.json")];
      });

      it("says what an account may claim", async () => {
        const { exitCode, stdout } = await start(epoch, ...manifest, "--account", account);
        expect({ exitCode, stdout: stdout.trimEnd() }).to.deep.equal({
          exitCode: 0,
          stdout: `${account} may claim ${formatUnits(cumulativeOf(epoch, account), 18)} EXN`,
        });
      });

      it("claims it, from a dump and paid for by somebody else, and then finds nothing left", async () => {
        await project.opendepin("epoch", "dump", epoch, "--out", "dump.json");
        const { rpc, programs } = devnet.manifest;
        const network = ["--rpc", rpc, "--distributor", programs[0]?.distributor ?? ""];

        const claimed = await start("dump.json", ...network, "--account", account, "--claim");
        const later = await start("dump.json", ...network, "--account", account, "--claim");

        expect(claimed.exitCode, claimed.stderr).to.equal(0);
        expect(claimed.stdout).to.match(/ may claim [1-9][\d.]* EXN\npaid in 0x[0-9a-f]{64}\n$/);
        expect(later.stdout).to.match(/ may claim 0(\.0)? EXN\n$/);
      });

      it("refuses an epoch that nothing is paid from yet", async () => {
        const pending = join(devnet.directory, ".devnet/epoch-1");
        const { exitCode, stdout, stderr } = await start(pending, ...manifest, "--account", account);
        expect({ exitCode, stdout }).to.deep.equal({ exitCode: 1, stdout: "" });
        expect(stderr).to.match(/epoch-1 is not the epoch that the distributor pays from/);
      });

      it("says how it is used", async () => {
        const { exitCode, stderr } = await start(epoch, ...manifest);
        expect(exitCode).to.equal(2);
        expect(stderr).to.match(/^usage: /);
      });

      function start(...args: string[]): Promise<Outcome> {
        const sponsor = { OPENDEPIN_PRIVATE_KEY: devnet.account("carol").privateKey };
        return run(process.execPath, ["dist/main.js", ...args], project.directory, sponsor);
      }
    });
  }
});

function cumulativeOf(epochDirectory: string, account: string): string {
  const lines = readFileSync(join(epochDirectory, "claims.csv"), "utf8").split("\n");
  const line = lines.find((each) => each.startsWith(account.toLowerCase()));
  return line?.split(",")[1] ?? "none";
}
