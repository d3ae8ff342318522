#!/usr/bin/env node
import { run } from "./run";

// A reader that has seen enough (`| head`) closes the pipe; that is no failure of the command.
process.stdout.on("error", (error: NodeJS.ErrnoException) => {
  if (error.code !== "EPIPE") throw error;
  process.exit();
});

void run(process.argv.slice(2), process).then((exitCode) => {
  process.exitCode = exitCode;
});
