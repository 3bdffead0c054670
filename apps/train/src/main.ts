#!/usr/bin/env node
import { createProgram } from "./program.ts";
import { reportFailure } from "./report-failure.ts";

// Who reads our output may leave (`| head`): what is under way goes on, as files depend on it.
process.stdout.on("error", (error: NodeJS.ErrnoException) => {
  if (error.code !== "EPIPE") process.exitCode = reportFailure(error);
});

try {
  await createProgram().parseAsync();
} catch (error) {
  process.exitCode = reportFailure(error);
}
