#!/usr/bin/env node
import { fstatSync } from "node:fs";
import { addAbortSignal } from "node:stream";
import { type Translator, verify } from "@bnnkit/runtime";
import cliProgress from "cli-progress";
import { CommanderError } from "commander";
import { createCommand, type TranslateOptions } from "./command.ts";
import { exitCode, UsageError } from "./exit-code.ts";
import { formatKernels, formatStatistics } from "./format-report.ts";
import { loadModel } from "./load-model.ts";
import { oneLine } from "./one-line.ts";
import { type Output, openOutput } from "./open-output.ts";
import { readGlossary } from "./read-glossary.ts";
import { readFileLines, readLines } from "./read-lines.ts";
import { translateLines } from "./translate-lines.ts";

const interruption = new AbortController();

async function run(words: string[], options: TranslateOptions): Promise<void> {
  checkTogether(words, options);
  // Before any work: what cannot be written need not be translated.
  const output = await openOutput(options.output, interruption.signal);
  try {
    await translateTo(output, words, options);
  } catch (error) {
    await output.discard();
    // A line that somebody may still write is not waited for.
    process.stdin.destroy();
    throw error;
  }
}

async function translateTo(
  output: Output,
  words: readonly string[],
  options: TranslateOptions,
): Promise<void> {
  const { signal } = interruption;
  const { glossary } = options;
  const terms = glossary === undefined ? {} : await readGlossary(glossary, signal);
  using translator = await loadModel(options, signal);
  checkLength(options, translator);
  if (options.verify) {
    const { passed, examples } = await verify(translator.session, { signal });
    const good = examples.filter((example) => example.passed).length;
    console.error(`golden examples of the model file: ${good} of ${examples.length} passed`);
    if (!passed) throw new Error("the model does not reproduce its golden examples");
  }
  const progress = openProgress(options);
  try {
    const lines = linesOf(words, options);
    const unreliable = await translateLines(
      translator,
      { ...options, terms },
      {
        lines,
        output,
        signal,
        onUnreliable: ({ line, faults, source }) =>
          console.error(`line ${line}: unreliable (${faults.join(", ")}): ${excerptOf(source)}`),
        onProgress: (done) => progress.update(done),
      },
    );
    await output.commit();
    if (unreliable > 0) process.exitCode = exitCode.unreliable;
  } finally {
    progress.stop();
  }
  if (options.explain) console.error(formatKernels(translator.explain()));
  if (options.statistics)
    console.error(formatStatistics(translator.statistics, process.memoryUsage().rss));
}

function checkTogether(
  words: readonly string[],
  { input, nBest, beam, stream, json }: TranslateOptions,
): void {
  if (words.length > 0 && input !== undefined)
    throw new UsageError("give text or --input, not both");
  if (nBest > beam) throw new UsageError(`--n-best (${nBest}) needs a --beam of at least ${nBest}`);
  if (stream && (json || nBest > 1))
    throw new UsageError("--stream shows one translation as text: not with --json or --n-best");
}

function checkLength({ maximumLength = 1 }: TranslateOptions, { session }: Translator): void {
  const longest = session.description.maximumLength;
  if (maximumLength > longest)
    throw new UsageError(
      `--maximum-length (${maximumLength}) must be at most ${longest}, the longest that this model makes`,
    );
}

function linesOf(words: readonly string[], { input }: TranslateOptions): AsyncIterable<string> {
  if (words.length > 0) return readLines(bytesOf(words.join(" ")), "text");
  if (input !== undefined && input !== "-")
    return readFileLines("--input", input, interruption.signal);
  // Node takes a folder for an empty input.
  if (fstatSync(0).isDirectory()) throw new UsageError("standard input: is a folder");
  if (process.stdin.isTTY) console.error("Reading standard input; Ctrl+D ends it.");
  return readLines(addAbortSignal(interruption.signal, process.stdin), "standard input");
}

/** The beginning of a text, on one line. */
function excerptOf(text: string): string {
  const line = oneLine(text);
  return line.length > 72 ? `${line.slice(0, 71)}…` : line;
}

/** An empty text is one empty line. */
async function* bytesOf(text: string): AsyncGenerator<Uint8Array> {
  yield new TextEncoder().encode(`${text}\n`);
}

/** A line counter on standard error when a person waits for a file. */
function openProgress({ input, output }: TranslateOptions): cliProgress.SingleBar {
  const bar = new cliProgress.SingleBar({
    format: "{value} lines  {duration_formatted}",
    stream: process.stderr,
    noTTYOutput: false,
    clearOnComplete: true,
  });
  const isWatched = input !== undefined && output !== undefined && process.stderr.isTTY;
  if (isWatched) bar.start(Number.MAX_SAFE_INTEGER, 0);
  return bar;
}

function codeOf(error: unknown): number {
  if (error instanceof CommanderError)
    return error.exitCode === 0 ? exitCode.success : exitCode.usage;
  if (interruption.signal.aborted) return exitCode.interrupted;
  console.error(`bnnkit-translate: ${error instanceof Error ? error.message : String(error)}`);
  return error instanceof UsageError ? exitCode.usage : exitCode.failure;
}

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

try {
  await createCommand(run).exitOverride().parseAsync();
} catch (error) {
  process.exitCode = codeOf(error);
}
