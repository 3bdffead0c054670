import { openAsBlob } from "node:fs";
import { resolve } from "node:path";
import { writeModel } from "@bnnkit/model";
import { type LanguageModel, loadLanguageModel } from "@bnnkit/runtime";
import { readCheckpoint } from "@bnnkit/transformer/checkpoint";
import type { Command } from "commander";
import { UsageError } from "../errors.ts";
import { fileExists } from "../fit/run-folder.ts";
import { integerFrom, nonNegative } from "../options.ts";
import { maximumModelBytes, readInput } from "../read-input.ts";
import { openModel } from "../text/open-model.ts";

interface GenerateCommandOptions {
  readonly model?: string;
  readonly tokenizer?: string;
  readonly checkpoint?: string;
  readonly tokens: number;
  readonly temperature: number;
  readonly topK?: number;
  readonly topP: number;
  readonly seed: number;
  readonly threads: number;
  readonly json?: boolean;
}

/** Adds `generate` to a program: goes on with a text, by a packed language model or a checkpoint. */
export function registerGenerateCommand(program: Command): void {
  program
    .command("generate")
    .summary("go on with a text with a language model")
    .description(
      "Goes on with a text by a model file, as `binarize` writes it, or by a checkpoint as Hugging Face stores it, and prints it as it comes.",
    )
    .argument("<text>", "the beginning")
    .option("--model <file>", "a model file of the next word")
    .option("--tokenizer <file>", "its tokenizer.json")
    .option(
      "--checkpoint <folder>",
      "config.json, tokenizer.json, model.safetensors, in the place of these",
    )
    .option("--tokens <number>", "tokens at most", integerFrom(1), 128)
    .option(
      "--temperature <number>",
      "what scores are divided by; 0 takes the likeliest",
      nonNegative,
      0,
    )
    .option("--top-k <number>", "draw among so many of the likeliest alone", integerFrom(1))
    .option("--top-p <share>", "draw among the fewest that have this share", nonNegative, 1)
    .option("--seed <number>", "what is drawn", integerFrom(0), 0)
    .option("--threads <number>", "threads", integerFrom(1), 1)
    .option("--json", "print one JSON object when it is done")
    .action(async (prompt: string, options: GenerateCommandOptions) => {
      const from = options.checkpoint ?? options.model ?? "";
      await openModel(from, async () => {
        using model = await languageModel(options);
        await generate(model, prompt, options);
      });
    });
}

async function generate(
  model: LanguageModel,
  prompt: string,
  { tokens, temperature, topK, topP, seed, json }: GenerateCommandOptions,
): Promise<void> {
  const isJson = json === true;
  if (!isJson) process.stdout.write(prompt);
  const generation = await model.generate(prompt, {
    ...{ maximumTokens: tokens, temperature, topP, seed },
    ...(topK !== undefined && { topK }),
    ...(!isJson && { onText: ({ text }) => void process.stdout.write(text) }),
  });
  process.stdout.write(isJson ? `${JSON.stringify({ prompt, ...generation })}\n` : "\n");
}

async function languageModel(options: GenerateCommandOptions): Promise<LanguageModel> {
  const { model, tokenizer, checkpoint, threads } = options;
  if (checkpoint !== undefined && model === undefined && tokenizer === undefined) {
    const read = await readCheckpoint(async (name) => {
      const path = resolve(checkpoint, name);
      return (await fileExists(path)) ? await openAsBlob(path) : undefined;
    });
    return await loadLanguageModel(writeModel(read.model), read.tokenizer, { threads });
  }
  if (checkpoint === undefined && model !== undefined && tokenizer !== undefined) {
    const bytes = await readInput(model, maximumModelBytes);
    return await loadLanguageModel(bytes, await readInput(tokenizer), { threads });
  }
  throw new UsageError("--model and --tokenizer must name files, or --checkpoint a folder alone");
}
