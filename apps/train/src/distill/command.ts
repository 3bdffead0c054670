import { availableParallelism } from "node:os";
import type { Command } from "commander";
import { exitCode } from "../errors.ts";
import { lockFolder } from "../folder-lock.ts";
import { beamSize, integerFrom } from "../options.ts";
import { createSentenceBar } from "../sentence-bar.ts";
import { type DistillOptions, distillCorpus } from "./distill-corpus.ts";

interface DistillCommandOptions {
  readonly data: string;
  readonly out: string;
  readonly model: string;
  readonly tokenizer: string;
  readonly beam: number;
  readonly workers: number;
}

/** Adds `distill` to a program: lets a teacher translate the training text, for a student to learn from. */
export function registerDistillCommand(program: Command): void {
  program
    .command("distill")
    .summary("let a teacher translate the training text")
    .description(
      "Adds the translations of a packed model, such as an exported float run, to a corpus as further training pairs (sequence-level knowledge distillation). The same command goes on after an interruption.",
    )
    .requiredOption("--data <folder>", "folder with train.tsv and held-out files, from `corpus`")
    .requiredOption("--model <file>", "the teacher, as `export` writes it")
    .requiredOption("--tokenizer <file>", "the tokenizer.json that belongs to it")
    .requiredOption("--out <folder>", "where the new corpus goes")
    .option("--beam <size>", "hypotheses kept while searching", beamSize, 4)
    .option("--workers <number>", "threads", integerFrom(1), availableParallelism())
    .action(runDistillCommand);
}

async function runDistillCommand({ beam, ...options }: DistillCommandOptions): Promise<void> {
  if (!(await distill({ ...options, beamSize: beam }))) {
    process.stderr.write("stopped; the same command goes on from here\n");
  }
}

/** Distills with a progress bar until it is done or a signal comes.
 *  @returns whether it is done; the same call goes on where a signal stopped it. */
export async function distill(
  options: Omit<DistillOptions, "signal" | "onProgress">,
): Promise<boolean> {
  using _lock = await lockFolder(options.out);
  const control = new AbortController();
  const stop = (): void => control.abort();
  const bar = createSentenceBar();
  process.once("SIGINT", stop).once("SIGTERM", stop).once("SIGHUP", stop);
  try {
    const { sentences, added } = await distillCorpus({
      ...options,
      signal: control.signal,
      onProgress: bar.update,
    });
    bar.end();
    process.stderr.write(`${options.out}: ${sentences} sentences, ${added} new pairs\n`);
    return true;
  } catch (error) {
    bar.end();
    if (!control.signal.aborted) throw error;
    process.exitCode = exitCode.interrupted;
    return false;
  } finally {
    process.off("SIGINT", stop).off("SIGTERM", stop).off("SIGHUP", stop);
  }
}
