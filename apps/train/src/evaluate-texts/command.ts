import type { Command } from "commander";
import { formatScore } from "../epochs/curves.ts";
import { formatClasses } from "../evaluate-images/format-image-evaluation.ts";
import { integerFrom } from "../options.ts";
import { type EvaluateTextsOptions, evaluateTexts, type TextEvaluation } from "./evaluate-texts.ts";

interface EvaluateTextsCommandOptions extends EvaluateTextsOptions {
  readonly json?: boolean;
}

/** Adds `evaluate-texts` to a program: scores a packed classifier on labelled texts. */
export function registerEvaluateTextsCommand(program: Command): void {
  program
    .command("evaluate-texts")
    .summary("score a packed encoder on texts")
    .description(
      "Runs a model file on labelled texts with the packed runtime: accuracy, what each class is taken for, or of numbers correlation and error, texts/s.",
    )
    .requiredOption("--model <file>", "a model file that scores texts, as `text` writes it")
    .requiredOption("--tokenizer <file>", "its tokenizer.json")
    .requiredOption(
      "--data <file>",
      "rows of tabs, or commas in a .csv: the label, or number, first, the text last",
    )
    .option("--threads <number>", "threads", integerFrom(1), 1)
    .option("--json", "print one JSON object")
    .action(async ({ json, ...options }: EvaluateTextsCommandOptions) => {
      const evaluation = await evaluateTexts(options);
      const { model, data } = options;
      process.stdout.write(
        json === true
          ? `${JSON.stringify({ model, data, ...evaluation })}\n`
          : formatEvaluation(data, evaluation),
      );
    });
}

/** The scores for people to read. */
function formatEvaluation(data: string, evaluation: TextEvaluation): string {
  const { texts, textsPerSecond, seconds, modelBytes } = evaluation;
  return [
    `data      ${data}: ${texts} texts`,
    ...("confusion" in evaluation
      ? [`accuracy  ${(100 * evaluation.accuracy).toFixed(2)} %`, ...formatClasses(evaluation)]
      : [
          `numbers   ${formatScore(evaluation)}`,
          `error     ${evaluation.loss.toPrecision(4)}, mean squared`,
        ]),
    `speed     ${textsPerSecond.toFixed(0)} texts/s (${seconds.toFixed(2)} s)`,
    `size      ${modelBytes} bytes`,
    "",
  ].join("\n");
}
