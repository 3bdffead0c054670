import { addAbortSignal, type Readable } from "node:stream";
import { type Translator, verify } from "@bnnkit/runtime";
import cliProgress from "cli-progress";
import { type Command, CommanderError } from "commander";
import { createCommand, type TranslateOptions } from "./command.ts";
import { excerptOf } from "./excerpt.ts";
import { exitCode, UsageError } from "./exit-code.ts";
import { formatKernels, formatStatistics } from "./format-report.ts";
import { loadModel } from "./load-model.ts";
import { type Output, openOutput } from "./open-output.ts";
import { loadPart, partNames } from "./parts.ts";
import { readGlossary } from "./read-glossary.ts";
import { readFileLines, readLines } from "./read-lines.ts";
import { translateLines } from "./translate-lines.ts";

/** What a run reads from and writes to beside the files that it is given. */
export interface Surroundings {
  /** Opens standard input, once at most.
   *  @throws UsageError if it cannot be read. */
  readonly input: () => Readable;
  /** Writes to standard output, and waits while its reader is slower than we are. */
  readonly output: (text: string) => Promise<void>;
  /** Says something to the user. */
  readonly error: (text: string) => void;
  /** Where a counter is drawn, if a person looks at it. */
  readonly terminal?: NodeJS.WritableStream | undefined;
  readonly signal: AbortSignal;
}

/** Runs the command line; translations go to `output`, everything else to `error`.
 *  @param args  without node and script.
 *  @returns  the exit code. */
export async function runProgram(
  args: readonly string[],
  surroundings: Surroundings,
): Promise<number> {
  const { output, error, signal } = surroundings;
  let code: number = exitCode.success;
  const [first, ...rest] = args;
  const part = first !== undefined && partNames.has(first) ? first : undefined;
  const command = createCommand(async (words, options) => {
    code = await run(words, options, surroundings);
  });
  try {
    if (part !== undefined) return await (await loadPart(part)).run(rest, surroundings);
    if (first?.startsWith("--completion")) await addParts(command);
    await command
      .exitOverride()
      .configureOutput({ writeOut: (text) => void output(text), writeErr: error })
      .parseAsync(args, { from: "user" });
    return code;
  } catch (problem) {
    if (problem instanceof CommanderError)
      return problem.exitCode === 0 ? exitCode.success : exitCode.usage;
    if (signal.aborted) return exitCode.interrupted;
    error(`bnnkit-translate: ${problem instanceof Error ? problem.message : String(problem)}\n`);
    return problem instanceof UsageError ? exitCode.usage : exitCode.failure;
  }
}

/** Adds the subcommands, so that they are completed, too; those whose libraries are not installed are left out. */
async function addParts(program: Command): Promise<void> {
  for (const name of partNames) {
    const part = await loadPart(name).catch(() => undefined);
    if (part !== undefined) program.addCommand(part.describe().name(name));
  }
}

async function run(
  words: readonly string[],
  options: TranslateOptions,
  surroundings: Surroundings,
): Promise<number> {
  checkTogether(words, options);
  // Before any work: what cannot be written need not be translated.
  const output = await openOutput(options.output, surroundings.output, surroundings.signal);
  let input: Readable | undefined;
  const openStandardInput = (): Readable => {
    input = surroundings.input();
    return input;
  };
  try {
    const inner = { ...surroundings, input: openStandardInput };
    return await translateTo(output, words, options, inner);
  } catch (error) {
    await output.discard();
    // A line that somebody may still write is not waited for.
    input?.destroy();
    throw error;
  }
}

async function translateTo(
  output: Output,
  words: readonly string[],
  options: TranslateOptions,
  surroundings: Surroundings,
): Promise<number> {
  const { error, signal } = surroundings;
  const { glossary } = options;
  const terms = glossary === undefined ? {} : await readGlossary(glossary, signal);
  using translator = await loadModel(options, signal);
  checkLength(options, translator);
  if (options.verify) {
    const { passed, examples } = await verify(translator.session, { signal });
    const good = examples.filter((example) => example.passed).length;
    error(`golden examples of the model file: ${good} of ${examples.length} passed\n`);
    if (!passed) throw new Error("the model does not reproduce its golden examples");
  }
  const progress = openProgress(options, surroundings);
  let unreliable: number;
  try {
    unreliable = await translateLines(
      translator,
      { ...options, terms },
      {
        lines: linesOf(words, options, surroundings),
        output,
        signal,
        onUnreliable: ({ line, faults, source }) =>
          error(`line ${line}: unreliable (${faults.join(", ")}): ${excerptOf(source)}\n`),
        onProgress: ({ lines, sentences }) => progress?.update(lines, { sentences }),
      },
    );
    await output.commit();
  } finally {
    progress?.stop();
  }
  if (options.explain) error(`${formatKernels(translator.explain())}\n`);
  if (options.statistics)
    error(`${formatStatistics(translator.statistics, process.memoryUsage().rss)}\n`);
  return unreliable > 0 ? exitCode.unreliable : exitCode.success;
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

function linesOf(
  words: readonly string[],
  { input }: TranslateOptions,
  { input: openStandardInput, signal }: Surroundings,
): AsyncIterable<string> {
  if (words.length > 0) return readLines(bytesOf(words.join(" ")), "text");
  if (input !== undefined && input !== "-") return readFileLines("--input", input, signal);
  return readLines(addAbortSignal(signal, openStandardInput()), "standard input");
}

/** An empty text is one empty line. */
async function* bytesOf(text: string): AsyncGenerator<Uint8Array> {
  yield new TextEncoder().encode(`${text}\n`);
}

/** A line counter when a person waits for a file. */
function openProgress(
  { input, output }: TranslateOptions,
  { terminal }: Surroundings,
): cliProgress.SingleBar | undefined {
  if (terminal === undefined || input === undefined || output === undefined) return undefined;
  const bar = new cliProgress.SingleBar({
    format: "{value} lines, {sentences} sentences  {duration_formatted}",
    stream: terminal,
    clearOnComplete: true,
  });
  bar.start(Number.MAX_SAFE_INTEGER, 0, { sentences: 0 });
  return bar;
}
