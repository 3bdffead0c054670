import { resolve } from "node:path";
import { type Command, InvalidArgumentError } from "commander";
import { buildCorpus } from "./build-corpus.ts";
import { documentCleaning } from "./cleaning-rules.ts";
import { CorpusError } from "./corpus-error.ts";
import { type CorpusOptions, cleaningChanges, sourcesOf } from "./corpus-options.ts";
import { formatReport } from "./format-report.ts";
import { openLibreOffice } from "./libreoffice-source.ts";
import type { Provenance } from "./provenance.ts";

/** What a run is part of. */
export interface RunContext {
  /** Recorded as what made the corpus. */
  readonly command?: readonly string[];
  /** Told what is being done, one line at a time. */
  readonly onProgress?: (message: string) => void;
}

/** Adds `corpus` to a program: builds train.tsv, held-out files and a provenance record from parallel text. */
export function registerCorpusCommand(program: Command): void {
  program
    .command("corpus")
    .summary("build training, validation and test text from parallel sources")
    .description(description)
    .requiredOption(
      "--out <folder>",
      "where train.tsv, <name>-val.tsv, <name>-test.tsv, provenance.json go",
    )
    .option("--train <name=file...>", "TSV published as training text")
    .option("--val <name=file...>", "TSV published as validation text, kept as it is")
    .option("--test <name=file...>", "TSV published as test text, kept as it is")
    .option("--tsv <[name=]file...>", "TSV to clean and split here")
    .option("--moses <files...>", "line-aligned files in pairs: [name=]corpus.en corpus.de")
    .option("--tatoeba-sentences <files...>", "Tatoeba's sentences.csv, or one file per language")
    .option("--tatoeba-links <file>", "Tatoeba's links.csv, or the links of the language pair")
    .option("--libreoffice", "LibreOffice help and interface, downloaded with apt-get")
    .option("--deb <files...>", "the same from packages that are here already")
    .option("--licence <name=text...>", "licence of a source, for the record")
    .option("--attribution <name=text...>", "whom to name for a source, for the record")
    .option(
      "--held-out <sentences>",
      "validation and test sentences of each source split here",
      integer,
      1000,
    )
    .option("--seed <number>", "draws the held-out sentences and the order", integer, 1)
    .option("--minimum-words <number>", "words per side at least", integer)
    .option("--maximum-words <number>", "words per side at most", integer)
    .option("--maximum-length-ratio <number>", "words of one side per word of the other", positive)
    .option("--rules <names...>", "cleaning rules to apply instead of each source's own")
    .option("--json", "print the provenance record instead of the report")
    .action(async (options: CorpusOptions) => {
      const provenance = await runCorpus(options, {
        command: process.argv.slice(2),
        onProgress: (message) => process.stderr.write(`corpus: ${message}\n`),
      });
      const text =
        options.json === true ? JSON.stringify(provenance, null, 2) : formatReport(provenance);
      process.stdout.write(`${text}\n`);
    });
}

/** Builds the corpus that the options describe.
 *  @throws CorpusError when the options name no source, and as {@link buildCorpus}. */
export async function runCorpus(
  options: CorpusOptions,
  { command = [], onProgress = () => {} }: RunContext = {},
): Promise<Provenance> {
  const sources = sourcesOf(options);
  const wantsLibreOffice = options.libreoffice === true || options.deb !== undefined;
  if (sources.length === 0 && !wantsLibreOffice) {
    throw new CorpusError(
      "name a source: --train, --tsv, --moses, --tatoeba-sentences, --libreoffice or --deb",
    );
  }
  const libreOffice = wantsLibreOffice
    ? await openLibreOffice({
        ...(options.deb === undefined ? {} : { packages: options.deb }),
        cleaning: { ...documentCleaning, ...cleaningChanges(options) },
        onProgress,
      })
    : undefined;
  try {
    return await buildCorpus([...sources, ...(libreOffice?.sources ?? [])], {
      directory: resolve(options.out),
      seed: options.seed,
      heldOut: options.heldOut,
      command,
      onProgress,
    });
  } finally {
    await libreOffice?.dispose();
  }
}

function integer(value: string): number {
  if (!/^\d{1,9}$/.test(value)) throw new InvalidArgumentError("expected an integer ≥ 0.");
  return Number(value);
}

function positive(value: string): number {
  const number = Number(value);
  if (!(number > 0) || !Number.isFinite(number))
    throw new InvalidArgumentError("expected a number > 0.");
  return number;
}

const description = [
  "Builds a parallel corpus. Sources are read, cleaned, de-duplicated and split so that no English sentence,",
  "whatever its case, stands in two of the splits. A TSV line holds an English sentence and one or more German",
  "translations. Files may be compressed (.gz, .bz2). The same sources and seed give the same bytes.",
].join(" ");
