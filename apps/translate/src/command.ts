import { maximumBeamSize } from "@bnnkit/runtime";
import { Command, InvalidArgumentError, Option } from "commander";
import { addCompletion } from "./completion.ts";
import {
  beamOption,
  integerBetween,
  isaOption,
  type ModelOptions,
  modelOption,
  threadsOption,
  tokenizerOption,
} from "./model-options.ts";
import { ownVersion } from "./own-version.ts";

/** What the command line asks for. */
export interface TranslateOptions extends ModelOptions {
  readonly input?: string;
  readonly output?: string;
  readonly nBest: number;
  readonly lengthPenalty?: number;
  readonly maximumLength?: number;
  readonly json: boolean;
  readonly stream: boolean;
  readonly explain: boolean;
  readonly statistics: boolean;
  readonly verify: boolean;
  readonly keep: readonly string[];
  readonly glossary?: string;
  readonly localizeNumbers: boolean;
  readonly unreliable: UnreliableMode;
}

/** What stands for a translation that went wrong: itself, marked as such on standard error, its source, or nothing, and
 *  nothing more is translated. */
export type UnreliableMode = "mark" | "copy" | "fail";

const unreliableModes: readonly UnreliableMode[] = ["mark", "copy", "fail"];

function nonNegative(text: string): number {
  const value = Number(text);
  if (text.trim() === "" || !Number.isFinite(value) || value < 0)
    throw new InvalidArgumentError("expected a number of at least 0.");
  return value;
}

function addTerm(term: string, terms: readonly string[]): readonly string[] {
  if (term.trim() === "") throw new InvalidArgumentError("expected a term that is not empty.");
  return [...terms, term];
}

/** The command line of the translator. `run` is called once with the words given and the checked options. */
export function createCommand(
  run: (words: string[], options: TranslateOptions) => Promise<void>,
): Command {
  const command = new Command("bnnkit-translate")
    .version(ownVersion(), "-V, --version", "print the version")
    .description("Translates English to German, offline, with a packed Transformer.")
    .argument("[text...]", "text to translate; without it, standard input is read")
    .option("-i, --input <file>", "read lines from a file; - for standard input")
    .option("-o, --output <file>", "write to a file, complete or not at all")
    .addOption(modelOption())
    .addOption(tokenizerOption())
    .addOption(beamOption())
    .option(
      "-n, --n-best <count>",
      "translations shown per line",
      integerBetween(1, maximumBeamSize),
      1,
    )
    .option(
      "--length-penalty <alpha>",
      "reward for length in beam search (default: the model's)",
      nonNegative,
    )
    .option(
      "--maximum-length <tokens>",
      "longest translation of a sentence; at most what the model can make",
      integerBetween(1, 100_000),
    )
    .addOption(isaOption())
    .addOption(threadsOption(1))
    .option("--keep <term>", "a name or term that is not translated; may be repeated", addTerm, [])
    .option("--glossary <file>", "tab-separated: term, its translation; one pair a line")
    .option("--localize-numbers", "write 1,234.5 as 1.234,5", false)
    .addOption(
      new Option(
        "--unreliable <mode>",
        "where a translation went wrong: show it all the same, copy the source, or stop",
      )
        .choices([...unreliableModes])
        .default("copy"),
    )
    .option("--json", "one JSON object per line, with scores", false)
    .option("--stream", "show each sentence as soon as it is translated", false)
    .option("--explain", "say on standard error which kernel ran where, and why", false)
    .option(
      "--statistics",
      "say on standard error how fast it was and how much memory it took",
      false,
    )
    .option("--verify", "first run the golden inputs stored in the model file", false)
    .addHelpText(
      "after",
      `
Each line read gives exactly one line of output, in order; an empty line stays empty.

Examples:
  bnnkit-translate "Where is my new car?"
  bnnkit-translate --input letters.txt --output briefe.txt --beam 4
  echo "Good morning." | bnnkit-translate --n-best 3 --beam 4 --json

Further commands, each with its own --help:
  serve   translates over HTTP, with the interfaces of LibreTranslate and Apertium APy
  batch   translates files of any length, resumable, with workers on any machines

Placeholders, tags, numbers, addresses, options and code are kept as they are. A translation that was cut off or went
wrong (a loop, say) is reported on standard error with its line.

Exit codes: 0 done, 1 failure, 2 wrong arguments or input, 3 done, with unreliable translations, 130 interrupted.
Completion: eval "$(bnnkit-translate --completion bash)", for zsh alike; bnnkit-translate --completion fish | source`,
    )
    .showHelpAfterError("(--help shows all options)")
    .allowExcessArguments(false)
    .action((words: string[], options: TranslateOptions) => run(words, options));
  return addCompletion(command);
}
