import type { FileTranslator } from "@bnnkit/localization";
import type { TranslateOptions, Translator } from "@bnnkit/runtime";
import { unwrapLines, wrapLines } from "@bnnkit/runtime/text";

/** A translator that wraps the translations of wrapped texts where their sources were. */
export function rewrapping(translator: Translator, options: TranslateOptions): FileTranslator {
  return {
    async translate(texts, choices) {
      const translations = await translator.translate(texts, { ...options, ...choices });
      return translations.map((translation, i) => {
        const { columns } = unwrapLines(texts[i]);
        return columns === 0
          ? translation
          : { ...translation, text: wrapLines(translation.text, columns) };
      });
    },
  };
}
