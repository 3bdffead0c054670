import type { BinarizedLayer } from "@bnnkit/transformer/post-training";
import { type Command, Option } from "commander";
import { integerFrom, nonNegative } from "../options.ts";
import { openModel } from "../text/open-model.ts";
import { refuseFile } from "../write-whole.ts";
import { type BinarizeCheckpointOptions, binarizeCheckpoint } from "./binarize-checkpoint.ts";
import { type MethodFlags, methodNames, methodOf } from "./method-option.ts";

interface BinarizeFlags extends MethodFlags, Omit<BinarizeCheckpointOptions, "method" | "onLayer"> {
  readonly json?: boolean;
}

/** Adds `binarize` to a program: makes a language model of few bits of a checkpoint. */
export function registerBinarizeCommand(program: Command): void {
  program
    .command("binarize")
    .summary("make a language model of few bits of a checkpoint")
    .description(
      "Binarizes the linear layers of a checkpoint in the shape of GPT-2 or Llama as Hugging Face stores it, layer by layer on what they read in a text, and scores another text before and after.",
    )
    .requiredOption("--checkpoint <folder>", "config.json, tokenizer.json, model.safetensors")
    .requiredOption("--text <file>", "text that calibrates, from its beginning")
    .addOption(new Option("--method <name>", "how").choices([...methodNames]).default("pb-llm"))
    .option(
      "--bits <number>",
      "bits of a weight of round (default: 4) and nano-quant (default: 1), steps of pb-llm's salient weights, each of which stays a byte (default: 8)",
      nonNegative,
    )
    .option(
      "--group-size <columns>",
      "columns that share a threshold (pb-llm), means and scales of each row (pb-llm, arb-llm, arb-rc; of these two the errors go on to later ones) (default: all)",
      integerFrom(1),
    )
    .option(
      "--share <share>",
      "share of pb-llm's weights that stay bytes (default: 0.1)",
      nonNegative,
    )
    .addOption(
      new Option("--metric <name>", "what makes a weight of pb-llm stay").choices([
        "magnitude",
        "hessian-code",
        "hessian-paper",
      ]),
    )
    .option(
      "--no-feedback",
      "round and pb-llm: later weights do not make up for the errors of earlier ones",
    )
    .option("--order <number>", "signs of a weight of arb-llm: 1 or 2 (default: 1)", integerFrom(1))
    .option(
      "--iterations <number>",
      "turns in which nano-quant finds its factors (default: 400)",
      integerFrom(1),
    )
    .addOption(
      new Option("--table <kind>", "the table of words")
        .choices(["float32", "int8"])
        .default("int8"),
    )
    .option("--calibration-texts <number>", "texts that calibrate", integerFrom(1), 16)
    .option("--score <file>", "text whose end is scored before and after")
    .option("--score-characters <number>", "characters that are scored", integerFrom(1), 8192)
    .option("--out <folder>", "where model.safetensors and tokenizer.json go")
    .option("--json", "print the result as JSON")
    .action(async ({ json = false, ...flags }: BinarizeFlags) => {
      if (flags.out !== undefined) await refuseFile("--out", flags.out);
      const onLayer = ({ name, bitsPerWeight, outputError = 0 }: BinarizedLayer): void => {
        process.stderr.write(
          `${name}: ${bitsPerWeight.toFixed(2)} bits a weight, error ${(100 * outputError).toFixed(2)} % of its outputs\n`,
        );
      };
      const method = methodOf(flags);
      const result = await openModel(flags.checkpoint, () =>
        binarizeCheckpoint({ ...flags, method, onLayer }),
      );
      if (json) {
        process.stdout.write(`${JSON.stringify(result)}\n`);
        return;
      }
      const { bitsPerWeight, bytes, perplexity, tokensPerSecond, weightBytes } = result;
      const scored =
        perplexity === undefined || tokensPerSecond === undefined
          ? ""
          : `perplexity ${perplexity.before.toFixed(3)} → ${perplexity.after.toFixed(3)}, ${tokensPerSecond.before.toFixed(0)} → ${tokensPerSecond.after.toFixed(0)} tokens/s, `;
      process.stdout.write(
        `${bitsPerWeight.toFixed(2)} bits a weight, ${scored}${bytes} bytes in the file, ${weightBytes.before} → ${weightBytes.after} in memory\n`,
      );
    });
}
