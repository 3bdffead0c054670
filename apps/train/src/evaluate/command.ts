import { fileURLToPath } from "node:url";
import { MalformedFileError } from "@bnnkit/model";
import { modelUrl, tokenizerUrl } from "@bnnkit/model-en-de";
import type { Command } from "commander";
import { UsageError } from "../errors.ts";
import { readReferenced } from "../fit/load-data.ts";
import { beamSize, integerFrom, nonNegative } from "../options.ts";
import { readInput } from "../read-input.ts";
import { createSentenceBar } from "../sentence-bar.ts";
import { refuseFolder, writeWhole } from "../write-whole.ts";
import { type Evaluation, evaluate } from "./evaluate.ts";

/** What is scored. */
export interface EvaluateFileOptions {
  readonly data: string;
  readonly model?: string;
  readonly tokenizer?: string;
  readonly beam: number;
  readonly lengthPenalty?: number;
  readonly limit?: number;
}

interface EvaluateCommandOptions extends EvaluateFileOptions {
  readonly output?: string;
  readonly json?: boolean;
}

/** Adds `evaluate` to a program: scores a packed model on any TSV. */
export function registerEvaluateCommand(program: Command): void {
  program
    .command("evaluate")
    .summary("score a packed model")
    .description(
      "Translates the first column of a TSV with the packed runtime and scores the result against the other columns, each a reference: BLEU and chrF as sacreBLEU computes them.",
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
    .option("--limit <segments>", "score the first segments only", integerFrom(1))
    .option("--output <file>", "write the translations, one line each")
    .option("--json", "print one JSON object")
    .action(runEvaluateCommand);
}

async function runEvaluateCommand(options: EvaluateCommandOptions): Promise<void> {
  if (options.output !== undefined) await refuseFolder("--output", options.output);
  const { translations, ...scores } = await evaluateFile(options);
  if (options.output !== undefined) {
    await writeWhole(options.output, translations.map((line) => `${line}\n`).join(""));
  }
  process.stdout.write(
    options.json === true
      ? `${JSON.stringify({ data: options.data, ...scores })}\n`
      : formatEvaluation(options.data, scores),
  );
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
  const model = await readInput(path);
  const tokenizer = await readInput(options.tokenizer ?? fileURLToPath(tokenizerUrl));
  const bar = createSentenceBar();
  try {
    return await evaluate({
      model,
      tokenizerJson: tokenizer.toString("utf8"),
      sources: sources.slice(0, limit),
      references: references.slice(0, limit),
      beamSize: options.beam,
      ...(options.lengthPenalty !== undefined && { lengthPenalty: options.lengthPenalty }),
      onProgress: bar.update,
    });
  } catch (error) {
    if (!(error instanceof MalformedFileError)) throw error;
    throw new UsageError(`${path}: ${error.message}`, { cause: error });
  } finally {
    bar.end();
  }
}

/** The scores for people to read. */
export function formatEvaluation(
  data: string,
  evaluation: Omit<Evaluation, "translations">,
): string {
  const { segments, references, modelBytes, tokenizerBytes, beamSize } = evaluation;
  return [
    `data     ${data}: ${segments} segments, up to ${references} reference${references === 1 ? "" : "s"} each`,
    `BLEU     ${evaluation.bleu.score.toFixed(2)}   ${evaluation.bleu.signature}`,
    `chrF     ${evaluation.chrf.score.toFixed(2)}   ${evaluation.chrf.signature}`,
    `speed    ${evaluation.tokensPerSecond.toFixed(0)} tokens/s (${evaluation.generatedTokens} tokens in ${evaluation.seconds.toFixed(1)} s, beam ${beamSize})`,
    `size     ${modelBytes + tokenizerBytes} bytes (model ${modelBytes}, tokenizer ${tokenizerBytes})`,
    "",
  ].join("\n");
}
