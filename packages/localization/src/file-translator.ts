import type { PlatformAbortSignal } from "@bnnkit/core";

/** A translated text; a `Translation` of `@bnnkit/runtime` is one. */
export interface TranslatedText {
  readonly text: string;
  /** Whether nothing is known to be wrong with it. */
  readonly isReliable: boolean;
  /** Its sentences, with what is wrong with each. */
  readonly pieces: readonly { readonly faults: readonly string[] }[];
}

/** What is asked of a translator beside the texts. */
export interface TextChoices {
  /** Names and terms that are not translated. */
  readonly keep?: readonly string[];
  /** Terms with the translation that they have wherever they stand. */
  readonly glossary?: Readonly<Record<string, string>>;
  readonly signal?: PlatformAbortSignal;
}

/** What translates texts; the `Translator` of `@bnnkit/runtime` is one. */
export interface FileTranslator {
  /** One translation for each text, in their order. */
  translate(texts: readonly string[], choices?: TextChoices): Promise<readonly TranslatedText[]>;
}
