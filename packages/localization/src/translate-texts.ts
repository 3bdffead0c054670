import type { TranslatedText } from "./file-translator.ts";
import type { TranslateFileOptions } from "./translate-file.ts";

/** Most texts and about most characters that are translated at once: what a run that is stopped loses. */
const batchTexts = 64;
const batchCharacters = 8192;

type Options = Pick<
  TranslateFileOptions,
  "translator" | "keep" | "glossary" | "signal" | "onTranslated" | "onProgress"
> & { readonly known: ReadonlyMap<string, TranslatedText> };

/** Translates texts that are not known, batch by batch.
 *  @returns the translations of all, by source. */
export async function translateTexts(
  texts: readonly string[],
  { translator, keep, glossary, signal, known, onTranslated, onProgress }: Options,
): Promise<ReadonlyMap<string, TranslatedText>> {
  const results = new Map(
    texts.flatMap((text) => {
      const translation = known.get(text);
      return translation === undefined ? [] : [[text, translation] as const];
    }),
  );
  const tell = () => onProgress?.({ texts: texts.length, finishedTexts: results.size });
  tell();
  for (const batch of batchesOf(texts.filter((text) => !results.has(text)))) {
    signal?.throwIfAborted();
    const translations = await translator.translate(batch, {
      ...(keep && { keep }),
      ...(glossary && { glossary }),
      ...(signal && { signal }),
    });
    const found = new Map(batch.map((text, i) => [text, translations[i]]));
    for (const [text, translation] of found) results.set(text, translation);
    await onTranslated?.(found);
    tell();
  }
  return results;
}

function* batchesOf(texts: readonly string[]): Generator<readonly string[]> {
  let batch: string[] = [];
  let characters = 0;
  for (const text of texts) {
    batch.push(text);
    characters += text.length;
    if (batch.length < batchTexts && characters < batchCharacters) continue;
    yield batch;
    batch = [];
    characters = 0;
  }
  if (batch.length > 0) yield batch;
}
