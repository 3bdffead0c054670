import { CommanderError } from "commander";
import { CorpusError } from "./corpus/corpus-error.ts";
import { exitCode, UsageError } from "./errors.ts";
import { reasonOf } from "./reason-of.ts";

/** Says on standard error what went wrong, and what can be done where that is known.
 *  @returns the exit code. */
export function reportFailure(error: unknown): number {
  if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : exitCode.usage;
  if (error instanceof UsageError || error instanceof CorpusError) {
    process.stderr.write(`error: ${error.message}\n`);
    return exitCode.usage;
  }
  const code = codeOf(error);
  const path = pathOf(error);
  if (code === "ENOSPC" || code === "EDQUOT") {
    process.stderr.write(`error: ${path}the disk is full; files written before are complete\n`);
  } else if (code !== undefined && error instanceof Error) {
    process.stderr.write(`error: ${path}${reasonOf(error)}\n`);
  } else {
    process.stderr.write(`error: ${describe(error)}\n`);
  }
  return exitCode.failure;
}

function describe(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  // A message that was written for the user says it all; anything else is a defect, and its place matters.
  const isExpected = error.constructor === Error || error instanceof RangeError;
  return isExpected ? error.message : (error.stack ?? error.message);
}

function codeOf(error: unknown): unknown {
  return error instanceof Error && "code" in error ? error.code : undefined;
}

function pathOf(error: unknown): string {
  return error instanceof Error && "path" in error && typeof error.path === "string"
    ? `${error.path}: `
    : "";
}
