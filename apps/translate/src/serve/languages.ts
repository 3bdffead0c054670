/** A language that the service knows. */
export interface Language {
  /** ISO 639-1. */
  readonly code: string;
  /** ISO 639-3, which Apertium writes. */
  readonly alpha3: string;
  readonly name: string;
}

/** What is translated. */
export const english: Language = { code: "en", alpha3: "eng", name: "English" };
/** What it is translated to. */
export const german: Language = { code: "de", alpha3: "deu", name: "German" };

/** Every language that a text may be in. */
export const languages: readonly Language[] = [english, german];

/** The language of a tag: a code of either kind, whatever region and script follow (en, en-US, en_GB, eng). */
export function languageOf(tag: string): Language | undefined {
  const primary = tag.toLowerCase().split(/[-_]/, 1)[0];
  return languages.find(({ code, alpha3 }) => primary === code || primary === alpha3);
}

/** What a language can be translated to: English to German, and each to itself, which changes nothing. */
export function targetsOf(language: Language): readonly Language[] {
  return language === english ? [german, english] : [language];
}
