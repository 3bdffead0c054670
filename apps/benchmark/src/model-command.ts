import { readFile, stat } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { readModel } from "@bnnkit/model";
import { modelUrl, tokenizerUrl } from "@bnnkit/model-en-de-w1a1";
import { readTokenizer } from "@bnnkit/runtime/text";
import { type Command, Option } from "commander";
import { measureClassifierRuns } from "./classify/measure-classifier-runs.ts";
import { UsageError } from "./exit-code.ts";
import { positiveInteger, threadCounts } from "./options.ts";
import { reasonOf } from "./reason-of.ts";
import { formatReport, type ReportFormat, reportFormats } from "./report/format-report.ts";
import { describeMachine } from "./report/machine.ts";
import { ownVersion } from "./report/own-version.ts";
import type { BenchmarkReport } from "./report/report.ts";
import { checkReportPath, writeReport } from "./report/report-file.ts";
import type { Surroundings } from "./surroundings.ts";
import { measureModelRuns } from "./translate/measure-model-runs.ts";
import { sentences as ownSentences } from "./translate/sentences.ts";

interface ModelOptions {
  readonly model?: string;
  readonly tokenizer?: string;
  readonly input?: string;
  readonly json?: string;
  readonly commit?: string;
  readonly format: ReportFormat;
  readonly peers: boolean;
  readonly quick: boolean;
  readonly rounds?: number;
  readonly threads?: readonly number[];
}

/** Greatest files that are read, bytes. */
const maximumModelBytes = 2 ** 30;
const maximumTokenizerBytes = 64 * 2 ** 20;

const BATCH_SIZES = [1, 32];
const IMAGE_BATCH_SIZES = [1, 64];
/** One pass in batches of 64 is one call. */
const IMAGES = 64;
const IMAGE_TURN_MILLISECONDS = 100;
const ROUNDS = 7;
const QUICK_ROUNDS = 1;

/** Adds `model` to a program: a whole translator or classifier. */
export function registerModelCommand(program: Command, surroundings: Surroundings): void {
  program
    .command("model")
    .summary("time a whole translator or classifier")
    .description(
      "Times greedy translation with a packed model (tokens/s alone and in batches of 32, the wait for the first token) and measures the memory of a process that does only that, beside one that does nothing. Peer: the same model in float32, exported to ONNX with a cache of keys and values, in onnxruntime-web; it must say the same before it is timed. Of a model of the task classification: images/s of random images, alone and in batches of 64, beside the same network in float32 in TensorFlow.js and onnxruntime.",
    )
    .option("--model <file>", "a model file instead of en-de-w1a1 (a translator needs --tokenizer)")
    .option("--tokenizer <file>", "the tokenizer.json that belongs to the model")
    .option("--input <file>", "sentences to translate, one a line, instead of 32 built-in ones")
    .option("--json <file>", "also write the report for machines (format: README)")
    .option("--commit <id>", "what is measured, for the report of --json and a history of them")
    .addOption(
      new Option("--format <format>", "what goes to standard output")
        .choices(reportFormats)
        .default("table"),
    )
    .option("--no-peers", "without the same model in float32 in other libraries")
    .option("--quick", "one round", false)
    .option(
      "--rounds <count>",
      `passes over the sentences, or turns with the images (default: ${ROUNDS})`,
      positiveInteger,
    )
    .option(
      "--threads <list>",
      'numbers of threads of the packed model, and of peers that classify, as "1,4" or "1,all" (default: 1,all, with --quick 1)',
      threadCounts,
    )
    .action(async (options: ModelOptions) => {
      if (options.json !== undefined) await checkReportPath(options.json);
      const report = await measureModel(options, surroundings);
      surroundings.streams.output(formatReport(report, options.format));
      if (options.json !== undefined) await writeReport(options.json, report);
    });
}

async function measureModel(
  options: ModelOptions,
  surroundings: Surroundings,
): Promise<BenchmarkReport> {
  const modelPath = options.model ?? fileURLToPath(modelUrl);
  const modelBytes = await sizeOf("--model", modelPath, maximumModelBytes);
  const { description } = await checkContent("--model", modelPath, (bytes) => readModel(bytes));
  const startedAt = new Date().toISOString();
  const measured =
    description.task === "classification"
      ? await measureClassification(options, { modelPath, modelBytes }, surroundings)
      : await measureTranslation(options, { modelPath, modelBytes }, surroundings);
  const { versions, ...result } = measured;
  return {
    format: "bnnkit-benchmark",
    formatVersion: 1,
    command: "model",
    startedAt,
    ...(options.commit !== undefined && { commit: options.commit }),
    versions: { ...ownVersion(), ...versions },
    ...result,
  };
}

/** A model file that was read. */
interface ModelFile {
  readonly modelPath: string;
  readonly modelBytes: number;
}

/** What a model adds to its report. */
type MeasuredModel = Pick<
  BenchmarkReport,
  "settings" | "machine" | "versions" | "rows" | "absent" | "memory"
>;

async function measureTranslation(
  options: ModelOptions,
  { modelPath, modelBytes }: ModelFile,
  surroundings: Surroundings,
): Promise<MeasuredModel> {
  if ((options.model === undefined) !== (options.tokenizer === undefined)) {
    throw new UsageError("--model and --tokenizer belong together: give both or none");
  }
  const tokenizerPath = options.tokenizer ?? fileURLToPath(tokenizerUrl);
  const tokenizerBytes = await sizeOf("--tokenizer", tokenizerPath, maximumTokenizerBytes);
  await checkContent("--tokenizer", tokenizerPath, (bytes) =>
    readTokenizer(bytes.toString("utf8")),
  );
  const sentences = options.input === undefined ? ownSentences : await readInput(options.input);
  const { quick, peers } = options;
  const { rounds, threads } = lengthOf(options);
  const machine = describeMachine();
  const { memory, ...measured } = await measureModelRuns(
    {
      ...{ modelPath, tokenizerPath, sentences, rounds, peers },
      ...{ threadCounts: threads, batchSizes: BATCH_SIZES },
    },
    surroundings,
  );
  return {
    settings: { quick, rounds, sentences: sentences.length, threads: threads.join(",") },
    machine,
    ...measured,
    memory: { kind: "measured", modelBytes, tokenizerBytes, ...memory },
  };
}

async function measureClassification(
  options: ModelOptions,
  { modelPath, modelBytes }: ModelFile,
  surroundings: Surroundings,
): Promise<MeasuredModel> {
  for (const option of ["tokenizer", "input"] as const) {
    if (options[option] === undefined) continue;
    throw new UsageError(`--${option}: ${modelPath} classifies images and takes none`);
  }
  const { quick, peers } = options;
  const { rounds, threads } = lengthOf(options);
  const machine = describeMachine();
  const { memory, ...measured } = await measureClassifierRuns(
    {
      ...{ modelPath, rounds, peers, threadCounts: threads, images: IMAGES },
      batchSizes: IMAGE_BATCH_SIZES,
      turnMilliseconds: quick ? 0 : IMAGE_TURN_MILLISECONDS,
    },
    surroundings,
  );
  return {
    settings: { quick, rounds, images: IMAGES, threads: threads.join(",") },
    machine,
    ...measured,
    memory: { kind: "measured", modelBytes, ...memory },
  };
}

function lengthOf({ rounds, quick, threads }: ModelOptions): {
  readonly rounds: number;
  readonly threads: readonly number[];
} {
  return {
    rounds: rounds ?? (quick ? QUICK_ROUNDS : ROUNDS),
    threads: threads ?? threadCounts(quick ? "1" : "1,all"),
  };
}

/** Reads a file before minutes are spent on measuring, which other processes do.
 *  @throws UsageError that names the option and the path, if it is not what it should be */
async function checkContent<Content>(
  option: string,
  path: string,
  read: (bytes: Buffer) => Content,
): Promise<Content> {
  const bytes = await named(option, readFile(path));
  try {
    return read(bytes);
  } catch (error) {
    throw new UsageError(`${option}: ${path}: ${reasonOf(error)}`, { cause: error });
  }
}

async function sizeOf(option: string, path: string, maximumBytes: number): Promise<number> {
  const entry = await named(option, stat(path));
  if (!entry.isFile()) throw new UsageError(`${option}: ${path} is not a file`);
  if (entry.size > maximumBytes) {
    throw new UsageError(`${option}: ${path} has more than ${maximumBytes / 2 ** 20} MiB`);
  }
  return entry.size;
}

async function readInput(path: string): Promise<string[]> {
  const lines = (await named("--input", readFile(path, "utf8"))).split(/\r?\n/);
  const sentences = lines.filter((line) => line.trim() !== "");
  if (sentences.length === 0) throw new UsageError(`--input: ${path} has no sentence`);
  return sentences;
}

async function named<T>(option: string, work: Promise<T>): Promise<T> {
  try {
    return await work;
  } catch (error) {
    throw new UsageError(`${option}: ${error instanceof Error ? error.message : String(error)}`);
  }
}
