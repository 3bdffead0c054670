import type { Command } from "commander";
import { imagesIn } from "../idx/image-set.ts";
import { type ImageSource, imageFiles } from "../idx/image-source.ts";
import { integerFrom } from "../options.ts";
import { evaluateImages } from "./evaluate-images.ts";
import { formatImageEvaluation } from "./format-image-evaluation.ts";

interface EvaluateImagesCommandOptions extends ImageSource {
  readonly model: string;
  readonly threads: number;
  readonly json?: boolean;
}

/** Adds `evaluate-images` to a program: scores a packed classifier on the test images of a data set. */
export function registerEvaluateImagesCommand(program: Command): void {
  program
    .command("evaluate-images")
    .summary("score a packed network on images")
    .description(
      "Runs a model file on the test images of a data set with the packed runtime: accuracy, what each class is taken for, images/s.",
    )
    .requiredOption("--model <file>", "a model file that classifies images, as `image` writes it")
    .option(
      "--data <folder>",
      "folder with t10k-images-idx3-ubyte and so on, plain or .gz, or CIFAR-10's test_batch.bin",
    )
    .option("--fashion-mnist", "Fashion-MNIST, from Debian's package dataset-fashion-mnist")
    .option("--test-images <file>", "images, instead of those in --data")
    .option("--test-labels <file>", "their labels")
    .option("--threads <number>", "threads", integerFrom(1), 1)
    .option("--json", "print one JSON object")
    .action(runEvaluateImagesCommand);
}

async function runEvaluateImagesCommand(options: EvaluateImagesCommandOptions): Promise<void> {
  const note = (text: string): void => void process.stderr.write(`${text}\n`);
  const files = await imageFiles(options, "test", note);
  const { model, threads } = options;
  const evaluation = await evaluateImages({ model, files, threads });
  process.stdout.write(
    options.json === true
      ? `${JSON.stringify({ model, data: imagesIn(files), ...evaluation })}\n`
      : formatImageEvaluation(imagesIn(files), evaluation),
  );
}
