import { fileURLToPath } from "node:url";
import { MalformedFileError } from "@bnnkit/model";
import { modelUrl, tokenizerUrl } from "@bnnkit/model-en-de";
import { readTokenizer } from "@bnnkit/runtime/text";
import { type Command, Option } from "commander";
import { UsageError } from "../errors.ts";
import { readReferenced } from "../fit/load-data.ts";
import { beamSize, integerFrom, nonNegative } from "../options.ts";
import { maximumModelBytes, maximumTokenizerBytes, readInput } from "../read-input.ts";
import { reasonOf } from "../reason-of.ts";
import { createSentenceBar } from "../sentence-bar.ts";
import { refuseUnwritable, writeWhole } from "../write-whole.ts";
import { compareEvaluations } from "./compare-evaluations.ts";
import { type Evaluation, evaluate } from "./evaluate.ts";
import { formatComparison, formatEvaluation } from "./format-evaluation.ts";

/** What is scored. */
export interface EvaluateFileOptions {
  readonly data: string;
  readonly model?: string;
  readonly tokenizer?: string;
  readonly beam: number;
  readonly lengthPenalty?: number;
  readonly limit?: number;
  readonly unreliable?: "copy" | "keep";
}

interface EvaluateCommandOptions extends EvaluateFileOptions {
  readonly against?: readonly string[];
  readonly output?: string;
  readonly json?: boolean;
}

/** Adds `evaluate` to a program: scores a packed model on any TSV. */
export function registerEvaluateCommand(program: Command): void {
  program
    .command("evaluate")
    .summary("score a packed model")
    .description(
      "Translates the first column of a TSV with the packed runtime and scores the result against the other columns, each a reference: BLEU and chrF as sacreBLEU computes them, with 95 % intervals; and counts what was kept of placeholders, tags, numbers and the like, loops, and unreliable translations.",
    )
    .requiredOption("--data <file>", "tab-separated: source, reference, further references")
    .option("--model <file>", "a model file instead of the shipped one (needs --tokenizer)")
    .option("--tokenizer <file>", "the tokenizer.json that belongs to the model")
    .option("--beam <size>", "hypotheses kept while searching; 1 is greedy", beamSize, 1)
    .option(
      "--length-penalty <alpha>",
      "reward for length in beam search (default: the model's)",
      nonNegative,
    )
    .option(
      "--against <files...>",
      "another model file and its tokenizer: are the scores different by more than chance?",
    )
    .addOption(
      new Option("--unreliable <mode>", "what is scored where a translation went wrong")
        .choices(["keep", "copy"])
        .default("keep"),
    )
    .option("--limit <segments>", "score the first segments only", integerFrom(1))
    .option("--output <file>", "write the translations, one line each")
    .option("--json", "print one JSON object")
    .action(runEvaluateCommand);
}

async function runEvaluateCommand(options: EvaluateCommandOptions): Promise<void> {
  if (options.output !== undefined) await refuseUnwritable("--output", options.output);
  const other = otherModel(options);
  const evaluation = await evaluateFile(options);
  const { translations, ...scores } = evaluation;
  const comparison = other && {
    model: other.model,
    ...compareEvaluations(evaluation, await evaluateFile({ ...options, ...other }), {
      references: (await readReferenced(options.data)).references.slice(0, evaluation.segments),
    }),
  };
  if (options.output !== undefined) {
    await writeWhole(options.output, translations.map((line) => `${line}\n`).join(""));
  }
  process.stdout.write(
    options.json === true
      ? `${JSON.stringify({ data: options.data, ...scores, against: comparison })}\n`
      : formatEvaluation(options.data, scores) + (comparison ? formatComparison(comparison) : ""),
  );
}

function otherModel({
  against,
}: EvaluateCommandOptions): { readonly model: string; readonly tokenizer: string } | undefined {
  if (against === undefined) return undefined;
  const [model, tokenizer, ...rest] = against;
  if (model === undefined || tokenizer === undefined || rest.length > 0) {
    throw new UsageError(
      `--against: expected a model file and its tokenizer, got ${against.length} files`,
    );
  }
  return { model, tokenizer };
}

/** Scores a model on a file, the shipped model if none is named.
 *  @throws UsageError for a file that is missing or no model; CorpusError naming the line that is malformed. */
export async function evaluateFile(options: EvaluateFileOptions): Promise<Evaluation> {
  if ((options.model === undefined) !== (options.tokenizer === undefined)) {
    throw new UsageError("--model and --tokenizer belong together: give both or neither");
  }
  const { sources, references } = await readReferenced(options.data);
  const limit = options.limit ?? sources.length;
  const path = options.model ?? fileURLToPath(modelUrl);
  const model = await readInput(path, maximumModelBytes);
  const tokenizerPath = options.tokenizer ?? fileURLToPath(tokenizerUrl);
  const tokenizer = await readInput(tokenizerPath, maximumTokenizerBytes);
  const tokenizerJson = tokenizer.toString("utf8");
  checkTokenizer(tokenizerPath, tokenizerJson);
  const bar = createSentenceBar();
  try {
    return await evaluate({
      model,
      tokenizerJson,
      sources: sources.slice(0, limit),
      references: references.slice(0, limit),
      beamSize: options.beam,
      ...(options.lengthPenalty !== undefined && { lengthPenalty: options.lengthPenalty }),
      ...(options.unreliable !== undefined && { unreliable: options.unreliable }),
      onProgress: bar.update,
    });
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    const { message } = error;
    if (error instanceof MalformedFileError) {
      throw new UsageError(`${path}: ${message}`, { cause: error });
    }
    if (!message.startsWith("loadTranslator:")) throw error;
    throw new UsageError(`${path}, ${tokenizerPath}: ${message}`, { cause: error });
  } finally {
    bar.end();
  }
}

function checkTokenizer(path: string, json: string): void {
  try {
    readTokenizer(json);
  } catch (error) {
    throw new UsageError(`${path}: ${reasonOf(error)}`, { cause: error });
  }
}
