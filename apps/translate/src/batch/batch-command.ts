import { Command } from "commander";
import {
  beamOption,
  integerBetween,
  isaOption,
  type ModelOptions,
  modelOption,
  threadsOption,
  tokenizerOption,
} from "../model-options.ts";
import { ownVersion } from "../own-version.ts";

/** Environment variable with the address of Redis: unlike an option, no list of processes shows a password in it. */
export const redisVariable = "BNNKIT_REDIS_URL";

/** What the command line of a batch asks for. */
export interface BatchOptions extends ModelOptions {
  readonly output?: string;
  readonly outputFolder?: string;
  readonly redis?: string;
  readonly work: boolean;
  readonly lock: number;
}

/** The command line of a batch. `run` is called once with the files given and the checked options. */
export function createBatchCommand(
  run: (files: string[], options: BatchOptions) => Promise<void>,
): Command {
  return new Command("bnnkit-translate batch")
    .version(ownVersion(), "-V, --version", "print the version")
    .description("Translates files line by line, alone or with workers on any machines.")
    .argument("[file...]", "files to translate; without any, standard input is read")
    .option("-o, --output <file>", "where the translation of one file goes")
    .option("--output-folder <folder>", "where translations go, by the names of their files")
    .option(
      "--redis <url>",
      `queue that workers take from (default: ${redisVariable}, or none: this process translates)`,
    )
    .option("--work", "translate what others put into the queue, until a signal comes", false)
    .option(
      "--lock <seconds>",
      "silence after which a worker is taken for lost, and its lines are given to others",
      integerBetween(1, 3600),
      30,
    )
    .addOption(modelOption())
    .addOption(tokenizerOption())
    .addOption(beamOption())
    .addOption(isaOption())
    .addOption(threadsOption("all"))
    .addHelpText(
      "after",
      `
Each line gives exactly one line, in order. An interrupted run goes on where it was when it is started again.

Examples:
  bnnkit-translate batch corpus.en --output corpus.de
  bnnkit-translate batch --redis redis://queue:6379 --work
  bnnkit-translate batch --redis redis://queue:6379 *.txt --output-folder german

Exit codes: 0 done, 1 failure, 2 wrong arguments or input, 3 done, with unreliable translations, 130 interrupted.`,
    )
    .showHelpAfterError("(--help shows all options)")
    .action(run);
}
