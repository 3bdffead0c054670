import { resolve } from "node:path";
import { type Command, InvalidArgumentError } from "commander";
import { buildCorpus } from "./build-corpus.ts";
import { cleaningChanges } from "./cleaning-options.ts";
import { cleaningPresets, documentCleaning } from "./cleaning-presets.ts";
import { cleaningRuleNames } from "./cleaning-rules.ts";
import { CorpusError } from "./corpus-error.ts";
import { type CorpusOptions, sourcesOf } from "./corpus-options.ts";
import type { UnpackedSources } from "./corpus-source.ts";
import { formatReport } from "./format-report.ts";
import { gettextPackagesOf, gettextSourcesOf } from "./gettext-options.ts";
import { openGettextPackages } from "./gettext-packages.ts";
import { openLibreOffice } from "./libreoffice-source.ts";
import type { Provenance } from "./provenance.ts";

/** What a run is part of. */
export interface RunContext {
  /** Recorded as what made the corpus. */
  readonly command?: readonly string[];
  /** Told what is being done, one line at a time. */
  readonly onProgress?: (message: string) => void;
  /** Ends the work before the next source or catalogue; nothing is written then. */
  readonly signal?: AbortSignal;
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
    .option(
      "--gettext <[name=]path...>",
      "catalogues: a .mo or .po file, or a folder to search for those of German",
    )
    .option(
      "--gettext-deb <[name=]package...>",
      "catalogues of Debian packages, downloaded with apt-get, or of .deb files",
    )
    .option("--licence <name=text...>", "licence of a source, for the record")
    .option("--attribution <name=text...>", "whom to name for a source, for the record")
    .option(
      "--held-out <sentences>",
      "validation and test sentences of each source split here",
      integer,
      1000,
    )
    .option("--seed <number>", "draws the held-out sentences and the order", integer, 1)
    .option(
      "--exclude <files...>",
      "text or TSV: sentences that no output may hold, such as tests kept aside",
    )
    .option(
      "--cleaning <[name=]preset...>",
      `${Object.keys(cleaningPresets).join(", ")}: cleaning instead of a source's own`,
    )
    .option("--minimum-words <number>", "words per side at least", integer)
    .option("--maximum-words <number>", "words per side at most", integer)
    .option("--maximum-length-ratio <number>", "words of one side per word of the other", positive)
    .option(
      "--rules <names...>",
      `cleaning rules to apply instead of each source's own: ${cleaningRuleNames.join(", ")}`,
    )
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
 *  @throws CorpusError when the options name no source, and as {@link buildCorpus}; the signal's reason once aborted. */
export async function runCorpus(
  options: CorpusOptions,
  { command = [], onProgress = () => {}, signal }: RunContext = {},
): Promise<Provenance> {
  const context = { onProgress, ...(signal === undefined ? {} : { signal }) };
  const files = sourcesOf(options);
  if (files.length === 0 && !namesMore(options)) {
    throw new CorpusError(
      "name a source: --train, --tsv, --moses, --tatoeba-sentences, --libreoffice, --deb, --gettext or --gettext-deb",
    );
  }
  const catalogues = await gettextSourcesOf(options, context);
  const unpacked: UnpackedSources[] = [];
  try {
    if (options.libreoffice === true || options.deb !== undefined) {
      unpacked.push(
        await openLibreOffice({
          ...(options.deb === undefined ? {} : { packages: options.deb }),
          cleaning: { ...documentCleaning, ...cleaningChanges(options, "libreoffice") },
          onProgress,
        }),
      );
    }
    const packages = gettextPackagesOf(options);
    if (packages.length > 0) unpacked.push(await openGettextPackages(packages, context));
    const sources = [...files, ...catalogues, ...unpacked.flatMap((opened) => opened.sources)];
    return await buildCorpus(sources, {
      directory: resolve(options.out),
      seed: options.seed,
      heldOut: options.heldOut,
      ...(options.exclude === undefined ? {} : { exclude: options.exclude }),
      command,
      ...context,
    });
  } finally {
    for (const { dispose } of unpacked) await dispose();
  }
}

function namesMore({ libreoffice, deb, gettext = [], gettextDeb = [] }: CorpusOptions): boolean {
  return libreoffice === true || deb !== undefined || gettext.length + gettextDeb.length > 0;
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
  "translations. Catalogues pair each message with its translation, sentence by sentence. Files may be compressed",
  "(.gz, .bz2). The same sources and seed give the same bytes.",
].join(" ");
