import type { Translator } from "@bnnkit/runtime";
import type { ParagraphProgress, TranslateRequest } from "./protocol.ts";
import { type TranslatedParagraph, translatedParagraph } from "./translated-paragraph.ts";

export interface ParagraphEvents {
  readonly signal: AbortSignal;
  /** Called with each part of a paragraph's translation, in reading order, when it is final. */
  readonly onText: (paragraph: number, delta: string) => void;
  readonly onParagraph: (index: number, paragraph: TranslatedParagraph) => void;
  readonly onProgress: (progress: ParagraphProgress) => void;
}

/** Translates paragraphs in order, some at a time: the first are done long before the last are begun. */
export async function translateParagraphs(
  translator: Translator,
  { paragraphs, beamSize, nBest }: Omit<TranslateRequest, "kind">,
  { signal, onText, onParagraph, onProgress }: ParagraphEvents,
): Promise<void> {
  const characters = paragraphs.reduce((sum, { length }) => sum + length, 0);
  let before = 0;
  for (const { first, texts } of groupsOf(paragraphs)) {
    const translations = await translator.translate(texts, {
      beamSize,
      nBest,
      signal,
      onText: ({ text, delta }) => onText(first + text, delta),
      onProgress: ({ finishedCharacters }) =>
        onProgress({ characters, finishedCharacters: before + finishedCharacters }),
    });
    translations.forEach((translation, i) => {
      onParagraph(first + i, translatedParagraph(texts[i] ?? "", translation));
    });
    before += texts.reduce((sum, { length }) => sum + length, 0);
  }
}

interface Group {
  /** Index of its first paragraph. */
  readonly first: number;
  readonly texts: readonly string[];
}

/** Characters of a group: enough sentences to share the work of a batch, few enough to be there soon. */
const groupCharacters = 1500;

function* groupsOf(paragraphs: readonly string[]): Generator<Group> {
  let texts: string[] = [];
  let characters = 0;
  for (const [index, paragraph] of paragraphs.entries()) {
    texts.push(paragraph);
    characters += paragraph.length;
    const isLast = index === paragraphs.length - 1;
    if (characters < groupCharacters && !isLast) continue;
    yield { first: index + 1 - texts.length, texts };
    texts = [];
    characters = 0;
  }
}
