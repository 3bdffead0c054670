import type { TranslatedParagraph } from "../engine/translated-paragraph.ts";

/** A paragraph in which another translation of a sentence stands. */
export function chooseAlternative(
  paragraph: TranslatedParagraph,
  index: number,
  text: string,
): TranslatedParagraph {
  const chosen = paragraph.sentences[index];
  if (chosen === undefined || chosen.text === text) return paragraph;
  const shift = text.length - chosen.text.length;
  const sentences = paragraph.sentences.map((sentence, i) => {
    const { start, end } = sentence;
    if (i < index) return sentence;
    if (i > index) return { ...sentence, start: start + shift, end: end + shift };
    const { source, alternatives } = sentence;
    const rest = { isReliable: true, isCopied: false, faults: [], kept: [], alternatives };
    return { ...rest, source, text, start, end: end + shift };
  });
  return {
    source: paragraph.source,
    text: paragraph.text.slice(0, chosen.start) + text + paragraph.text.slice(chosen.end),
    isReliable: sentences.every(({ isReliable }) => isReliable),
    sentences,
  };
}
