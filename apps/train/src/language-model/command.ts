import type { Command } from "commander";
import { UsageError } from "../errors.ts";
import { integerFrom, nonNegative } from "../options.ts";
import { refuseFile } from "../write-whole.ts";
import { byteVocabularySize } from "./byte-tokenizer.ts";
import { type TrainLanguageModelOptions, trainLanguageModel } from "./train-language-model.ts";

/** Adds `language-model` to a program: trains a small decoder on bytes of a text. */
export function registerLanguageModelCommand(program: Command): void {
  const positive = integerFrom(1);
  program
    .command("language-model")
    .summary("train a small language model on a text")
    .description(
      "Trains a decoder in the shape of GPT-2 on texts, of which the last tenth is held out, and writes a checkpoint as Hugging Face stores it: config.json, tokenizer.json, model.safetensors.",
    )
    .requiredOption("--text <files...>", "texts to train on")
    .requiredOption("--out <folder>", "where the checkpoint goes")
    .option("--features <number>", "width of the model", positive, 128)
    .option("--layers <number>", "blocks", positive, 4)
    .option("--heads <number>", "heads of attention; features must be a multiple", positive, 4)
    .option(
      "--vocabulary-size <tokens>",
      "bytes, the end of a text, and frequent pairs of them",
      integerFrom(byteVocabularySize),
      byteVocabularySize,
    )
    .option("--length <tokens>", "positions of a text", positive, 128)
    .option("--steps <number>", "steps", positive, 1000)
    .option("--batch <texts>", "texts in a step", positive, 16)
    .option("--learning-rate <rate>", "greatest learning rate", nonNegative, 0.003)
    .option("--seed <number>", "starting values, and what is drawn", integerFrom(0), 0)
    .action(async (options: Omit<TrainLanguageModelOptions, "onStep">) => {
      const { features, heads, steps, out } = options;
      if (features % heads !== 0) {
        throw new UsageError(`--features (${features}) must be a multiple of --heads (${heads})`);
      }
      await refuseFile("--out", out);
      const onStep = (step: number, loss: number): void => {
        if (step % 50 === 0 || step === steps) {
          process.stderr.write(`step ${step} of ${steps}: loss ${loss.toFixed(4)}\n`);
        }
      };
      const { parameters, heldOutLoss } = await trainLanguageModel({ ...options, onStep });
      process.stdout.write(
        `${out}: ${parameters} parameters, held-out loss ${heldOutLoss.toFixed(4)} a token\n`,
      );
    });
}
