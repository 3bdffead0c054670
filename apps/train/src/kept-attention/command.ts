import type { Command } from "commander";
import { integerFrom } from "../options.ts";
import { writeWhole } from "../write-whole.ts";
import { keptAttention } from "./kept-attention.ts";

interface KeptAttentionCommandOptions {
  readonly run: string;
  readonly images: readonly number[];
  readonly svg: string;
}

/** Adds `kept-attention` to a program: a picture of what the attention of a binarized vit keeps. */
export function registerKeptAttentionCommand(program: Command): void {
  program
    .command("kept-attention")
    .summary("draw what attention of zeros and ones keeps")
    .description(
      "Draws test images, and for each head of each layer which patches the one in the middle keeps, from a run of `image --network vit`.",
    )
    .requiredOption("--run <folder>", "run of image, of sign or bivit")
    .requiredOption("--svg <file>", "where the picture goes")
    .option("--images <numbers>", "which test images, from 0 on", numbers, [0, 1, 2, 3])
    .action(async ({ run, images, svg }: KeptAttentionCommandOptions) => {
      await writeWhole(svg, await keptAttention({ run, images }));
    });
}

function numbers(text: string): readonly number[] {
  return text.split(",").map(integerFrom(0));
}
