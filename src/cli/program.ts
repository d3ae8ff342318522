import { Command } from "commander";

import { version } from "../../package.json";
import { addClaim } from "./claim";
import { addCommittee } from "./committee";
import type { CliContext } from "./context";
import { addDevice } from "./device";
import { addDevnet } from "./devnet";
import { addDispute } from "./dispute";
import { addEpochBuild } from "./epoch-build";
import { addEpochDump } from "./epoch-dump";
import { addEpochFinalize } from "./epoch-finalize";
import { addEpochProof } from "./epoch-proof";
import { addEpochPropose } from "./epoch-propose";
import { addEpochVerify } from "./epoch-verify";
import { addGov } from "./gov";
import { addReport } from "./report";
import { addStake } from "./stake";
import { addWatch } from "./watch";

/** The command line with all its subcommands; its errors are thrown, not printed. */
export function buildProgram(context: CliContext): Command {
  const program = new Command("opendepin")
    .description("Tools of a DePIN network on OpenDePIN's contracts.")
    .version(version)
    // so that a command and its subcommand may have options of one name
    .enablePositionalOptions()
    .exitOverride()
    .configureOutput({
      writeOut: (text) => context.stdout.write(text),
      writeErr: (text) => context.stderr.write(text),
      outputError: () => undefined,
    });
  const epoch = program
    .command("epoch")
    .description("build, verify, prove and report the rewards of an epoch");
  addEpochBuild(epoch, context);
  addEpochVerify(epoch, context);
  addEpochProof(epoch, context);
  addEpochDump(epoch, context);
  addEpochPropose(epoch, context);
  addEpochFinalize(epoch, context);
  addReport(program, context);
  addCommittee(program, context);
  addClaim(program, context);
  addDevice(program, context);
  addStake(program, context);
  addDispute(program, context);
  addGov(program, context);
  addWatch(program, context);
  addDevnet(program, context);
  return program;
}
