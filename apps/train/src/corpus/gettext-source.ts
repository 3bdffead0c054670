import { relative } from "node:path";
import { alignMessage } from "./align-message.ts";
import { englishGerman, type Locales } from "./align-sentences.ts";
import { catalogueKeys } from "./catalogue-keys.ts";
import { interfaceCleaning } from "./cleaning-presets.ts";
import { CorpusError } from "./corpus-error.ts";
import type { CorpusSource, SourceRows } from "./corpus-source.ts";
import type { SourceTerms } from "./file-sources.ts";
import { readCatalogue } from "./gettext-catalogue.ts";
import type { ReferencedSentence } from "./sentence-pair.ts";

/** Catalogues that make one source. */
export interface GettextFiles {
  /** Names the source in the report. */
  readonly name: string;
  /** Folder or file that the catalogues were found in, for messages. */
  readonly root: string;
  readonly catalogues: readonly string[];
  /** Files to record; the catalogues unless they came out of a package. */
  readonly files?: readonly string[];
  readonly terms: SourceTerms;
}

/** What a source of catalogues is read with. */
export interface GettextOptions {
  readonly locales?: Locales;
  readonly onProgress?: (message: string) => void;
  /** Ends the work before the next catalogue or package. */
  readonly signal?: AbortSignal;
}

/** Messages of gettext catalogues, taken apart into sentences and cleaned as interface text. Catalogues with keys
 *  instead of English messages are left out, with a line of progress that says so.
 *  Reading throws CorpusError when there is no catalogue or a damaged one, or when all are left out. */
export function gettextSource(given: GettextFiles, options: GettextOptions = {}): CorpusSource {
  const { name, terms, catalogues, files = catalogues } = given;
  return {
    name,
    group: terms.group,
    licence: terms.licence,
    attribution: terms.attribution,
    files,
    cleaning: { ...interfaceCleaning, ...terms.cleaning },
    translationsPerSentence: Number.MAX_SAFE_INTEGER,
    read: () => readCatalogues(given, options),
  };
}

/** Messages in whose place translators put their names. */
const credits: ReadonlySet<string> = new Set(
  "Your names|Your emails|translator-credits|translator_credits|TRANSLATORS".split("|"),
);

async function readCatalogues(
  { name, root, catalogues }: GettextFiles,
  { locales = englishGerman, onProgress = () => {}, signal }: GettextOptions,
): Promise<SourceRows> {
  const rows: ReferencedSentence[] = [];
  const notes = { catalogues: 0, keyedCatalogues: 0, messages: 0, fuzzy: 0, untranslated: 0 };
  let unalignedParagraphs = 0;
  let refusal = `expected gettext catalogues of "${locales.target}", found none`;
  for (const path of catalogues) {
    signal?.throwIfAborted();
    const { messages, fuzzy, untranslated } = await readCatalogue(path);
    const keys = catalogueKeys(messages);
    if (keys !== undefined) {
      refusal = `expected English messages, got keys such as ${keys.map((key) => `"${key}"`).join(", ")}`;
      onProgress(`${name}: left out ${relative(root, path) || path}: ${refusal}`);
      notes.keyedCatalogues += 1;
      continue;
    }
    notes.catalogues += 1;
    notes.messages += messages.length;
    notes.fuzzy += fuzzy;
    notes.untranslated += untranslated;
    for (const message of messages) {
      if (credits.has(message.source)) continue;
      const { pairs, unaligned } = alignMessage(message, locales);
      unalignedParagraphs += unaligned;
      for (const { source, target } of pairs) rows.push({ source, references: [target] });
    }
  }
  if (notes.catalogues === 0) throw new CorpusError(refusal, { path: catalogues[0] ?? root });
  return { rows, notes: { ...notes, unalignedParagraphs } };
}
