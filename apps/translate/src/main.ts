#!/usr/bin/env node
import { fstatSync } from "node:fs";
import type { Readable } from "node:stream";
import { exitCode, UsageError } from "./exit-code.ts";
import { runProgram } from "./program.ts";

const interruption = new AbortController();

/** Ends the process at once: `process.exit` would wait for threads, such as one in which a device is read. */
function endBy(signal: NodeJS.Signals): void {
  process.removeAllListeners(signal);
  process.kill(process.pid, signal);
}

let interruptedAt = Number.POSITIVE_INFINITY;
const signals = ["SIGINT", "SIGTERM", "SIGHUP"] as const;
for (const signal of signals)
  process.on(signal, () => {
    const now = performance.now();
    // One Ctrl+C comes twice where a terminal and a launcher both send it.
    if (interruption.signal.aborted && now - interruptedAt < 1000) return;
    if (interruption.signal.aborted) endBy(signal);
    interruptedAt = now;
    interruption.abort(new Error(`stopped by ${signal}`));
  });
// The reader of our output is gone (`| head`): nothing is left to do, and nothing is wrong.
process.stdout.on("error", (error: NodeJS.ErrnoException) => {
  if (error.code === "EPIPE") process.exit(exitCode.success);
  console.error(`bnnkit-translate: standard output: ${error.message}`);
  process.exit(exitCode.failure);
});

function openStandardInput(): Readable {
  // Node takes a folder for an empty input.
  if (fstatSync(0).isDirectory()) throw new UsageError("standard input: is a folder");
  if (process.stdin.isTTY) console.error("Reading standard input; Ctrl+D ends it.");
  return process.stdin;
}

/** What goes wrong with standard output is told by its "error" listener. */
function write(text: string): Promise<void> {
  return new Promise((resolve) => {
    process.stdout.write(text, (error) => {
      if (!error) resolve();
    });
  });
}

process.exitCode = await runProgram(process.argv.slice(2), {
  input: openStandardInput,
  output: write,
  error: (text) => process.stderr.write(text),
  terminal: process.stderr.isTTY ? process.stderr : undefined,
  signal: interruption.signal,
});
