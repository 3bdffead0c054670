import { type CleaningFlags, cleaningChanges } from "./cleaning-options.ts";
import { CorpusError } from "./corpus-error.ts";
import type { CorpusSource, SplitName } from "./corpus-source.ts";
import { mosesSource, type SourceTerms, tatoebaSource, tsvSource } from "./file-sources.ts";
import { gettextNames } from "./gettext-options.ts";
import { checkNames, namedPlace, textNamed } from "./named-options.ts";

/** The options of the corpus command, as they come from the command line. */
export interface CorpusOptions extends CleaningFlags {
  readonly out: string;
  readonly tsv?: readonly string[];
  readonly train?: readonly string[];
  readonly val?: readonly string[];
  readonly test?: readonly string[];
  readonly moses?: readonly string[];
  readonly tatoebaSentences?: readonly string[];
  readonly tatoebaLinks?: string;
  readonly libreoffice?: boolean;
  readonly deb?: readonly string[];
  readonly gettext?: readonly string[];
  readonly gettextDeb?: readonly string[];
  readonly licence?: readonly string[];
  readonly attribution?: readonly string[];
  readonly exclude?: readonly string[];
  readonly heldOut: number;
  readonly seed: number;
  readonly json?: boolean;
}

/** The sources that the options name, those of plain files; LibreOffice's and catalogues are opened apart.
 *  @throws CorpusError when an option cannot be understood, its counterpart is missing, or it names no source. */
export function sourcesOf(options: CorpusOptions): CorpusSource[] {
  const terms = (group: string): SourceTerms => ({
    group,
    licence: textNamed(options.licence, group) ?? "not stated",
    attribution: textNamed(options.attribution, group) ?? "not stated",
    cleaning: cleaningChanges(options, group),
  });
  const tsv = (values: readonly string[] | undefined, split?: SplitName) =>
    (values ?? []).map((value) => {
      const { group, place } = namedPlace(value);
      return tsvSource(place, terms(group), split);
    });
  const ofFiles = [
    ...tsv(options.train, "train"),
    ...tsv(options.val, "val"),
    ...tsv(options.test, "test"),
    ...tsv(options.tsv),
    ...mosesPairs(options.moses ?? []).map(({ group, source, target }) =>
      mosesSource(source, target, terms(group)),
    ),
  ];
  const names = [...ofFiles.map(({ group }) => group), ...gettextNames(options)];
  checkNames("--licence", options.licence, names);
  checkNames("--attribution", options.attribution, names);
  const cleaned = options.cleaning?.filter((entry) => entry.includes("="));
  checkNames("--cleaning", cleaned, [...names, "tatoeba", "libreoffice"]);
  return [...ofFiles, ...tatoebaSources(options)];
}

function tatoebaSources(options: CorpusOptions): CorpusSource[] {
  const { tatoebaSentences: sentences, tatoebaLinks: links } = options;
  if (sentences === undefined && links === undefined) return [];
  if (sentences === undefined || links === undefined) {
    throw new CorpusError("--tatoeba-sentences and --tatoeba-links are needed together");
  }
  return [tatoebaSource({ sentences, links }, cleaningChanges(options, "tatoeba"))];
}

function mosesPairs(values: readonly string[]) {
  if (values.length % 2 !== 0) {
    throw new CorpusError(`--moses: expected an English and a German file, got ${values.length}`);
  }
  return values.flatMap((value, index) => {
    if (index % 2 === 1) return [];
    const { group, place } = namedPlace(value);
    return [{ group, source: place, target: values[index + 1] ?? "" }];
  });
}
