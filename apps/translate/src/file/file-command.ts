import { formats } from "@bnnkit/localization";
import { Command, InvalidArgumentError, Option } from "commander";
import { createCommand, type TranslateOptions } from "../command.ts";

/** What the command line asks for. */
export interface FileOptions
  extends Pick<
    TranslateOptions,
    | "model"
    | "tokenizer"
    | "beam"
    | "lengthPenalty"
    | "maximumLength"
    | "isa"
    | "threads"
    | "keep"
    | "localizeNumbers"
    | "statistics"
  > {
  readonly format?: string;
  readonly glossary?: string;
  readonly memory?: string;
  readonly existing?: string;
  readonly column?: { readonly source: string; readonly target?: string };
  readonly check: boolean;
  readonly source?: string;
  readonly against?: string;
  readonly json: boolean;
}

/** Options that mean the same for lines and files. */
const shared = new Set([
  "--model",
  "--tokenizer",
  "--beam",
  "--length-penalty",
  "--maximum-length",
  "--isa",
  "--threads",
  "--keep",
  "--localize-numbers",
  "--statistics",
]);

function columns(text: string): FileOptions["column"] {
  const [source = "", target, ...rest] = text.split(":");
  if (source === "" || target === "" || rest.length > 0) {
    throw new InvalidArgumentError("expected the column of the texts, or TEXTS:TRANSLATIONS.");
  }
  return { source, ...(target !== undefined && { target }) };
}

/** The command line of `translate file`. `run` is called once with the files and the checked options. */
export function createFileCommand(
  run: (input: string, output: string | undefined, options: FileOptions) => Promise<void>,
): Command {
  const command = new Command("bnnkit-translate file")
    .description(
      "Translates catalogues and documents in their format: what has no translation yet.",
    )
    .argument("<in>", "the file; - for standard input")
    .argument("[out]", "written complete or not at all; standard output without it")
    .addOption(
      new Option("-f, --format <name>", "the format (default: by the name's ending)").choices(
        formats.map(({ name }) => name),
      ),
    )
    .option("--glossary <file>", "terms and their translations: TBX, CSV or tab-separated")
    .option("--memory <file>", "translations that people made, in TMX: they hold before a model's")
    .option(
      "--existing <file>",
      "an earlier translation, whose texts stay (default: what OUT is, for JSON, ARB, Fluent and properties)",
    )
    .option(
      "--column <names>",
      "of a table: the column of the texts, or TEXTS:TRANSLATIONS, by name or number",
      columns,
    )
    .option(
      "--check",
      "translate nothing; say what is wrong with the translations in the file",
      false,
    )
    .option("--source <file>", "with --check: the file in English, for formats of one language")
    .option(
      "--against <file>",
      "what people translated (of PO and XLIFF: IN itself, say): translate anew and print how near the model comes",
    )
    .option("--json", "with --against: print JSON instead of a row of a table", false);
  for (const option of createCommand(async () => undefined).options) {
    if (option.long !== undefined && option.long !== null && shared.has(option.long)) {
      command.addOption(option);
    }
  }
  return command
    .addHelpText(
      "after",
      `
Translations that the file has stay as they are; a model's are marked where the format can say so (fuzzy in PO,
needs-review-translation in XLIFF). What has no reliable translation stays untranslated and is listed with the reason.
A run that was stopped goes on where it was: what is translated is kept beside OUT until it is complete.

Examples:
  bnnkit-translate file messages.pot de.po
  bnnkit-translate file en.json de.json --glossary terms.tsv --beam 4
  bnnkit-translate file texts.csv texts-de.csv --column en:de
  bnnkit-translate file --check de.po
  bnnkit-translate file de.po --against de.po

Exit codes: 0 done, 1 failure, 2 wrong arguments or a malformed file, 3 done, with texts left untranslated or, with
--check, errors found, 130 interrupted.`,
    )
    .showHelpAfterError("(--help shows all options)")
    .allowExcessArguments(false)
    .action((input: string, output: string | undefined, options: FileOptions) =>
      run(input, output, options),
    );
}
