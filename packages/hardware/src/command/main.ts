#!/usr/bin/env node
import { exitCode } from "./exit-code.ts";
import { runProgram } from "./program.ts";

const interruption = new AbortController();
for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const)
  process.once(signal, () => interruption.abort(new Error(`stopped by ${signal}`)));
// The reader of our output is gone (`| head`): nothing is left to do, and nothing is wrong.
process.stdout.on("error", (error: NodeJS.ErrnoException) => {
  if (error.code === "EPIPE") process.exit(exitCode.success);
  console.error(`bnnkit-hardware: standard output: ${error.message}`);
  process.exit(exitCode.failure);
});

process.exitCode = await runProgram(process.argv.slice(2), {
  output: (text) => process.stdout.write(text),
  error: (text) => process.stderr.write(text),
  signal: interruption.signal,
});
