import { loadMaskedLanguageModel, type MaskCandidate } from "@bnnkit/runtime";
import type { Command } from "commander";
import { integerFrom } from "../options.ts";
import { maximumModelBytes, readInput } from "../read-input.ts";
import { openModel } from "../text/open-model.ts";

interface FillCommandOptions {
  readonly model: string;
  readonly tokenizer: string;
  readonly mask: string;
  readonly top: number;
  readonly threads: number;
  readonly json?: boolean;
}

/** Adds `fill` to a program: fills the masks of texts in with a packed model of masked words. */
export function registerFillCommand(program: Command): void {
  program
    .command("fill")
    .summary("fill the gaps of texts with a packed encoder")
    .description(
      "Runs a model file of masked words, as `text --objective masked` writes it, on texts with gaps, and prints the likeliest tokens of each.",
    )
    .argument("<texts...>", 'texts with gaps, such as "the cat [MASK] on the mat"')
    .requiredOption("--model <file>", "a model file of masked words")
    .requiredOption("--tokenizer <file>", "its tokenizer.json")
    .option("--mask <text>", "how the texts spell a gap", "[MASK]")
    .option("--top <number>", "tokens that are printed of each gap", integerFrom(1), 5)
    .option("--threads <number>", "threads", integerFrom(1), 1)
    .option("--json", "print one JSON object for each text")
    .action(async (texts: readonly string[], options: FillCommandOptions) => {
      const { mask, top, threads, json } = options;
      const [bytes, tokenizer] = [
        await readInput(options.model, maximumModelBytes),
        await readInput(options.tokenizer),
      ];
      const filled = await openModel(options.model, async () => {
        using model = await loadMaskedLanguageModel(bytes, tokenizer, { threads });
        return await model.fill(texts, { mask, topK: top });
      });
      for (const { text, masks } of filled) {
        process.stdout.write(
          json === true
            ? `${JSON.stringify({ text, masks })}\n`
            : [text, ...masks.map(formatCandidates), ""].join("\n"),
        );
      }
    });
}

function formatCandidates(candidates: readonly MaskCandidate[]): string {
  return candidates
    .map(({ text, probability }) => `${(100 * probability).toFixed(1).padStart(6)} %  ${text}`)
    .join("\n");
}
