import { separatorOf, tableRows } from "./formats/table-cells.ts";
import { MalformedCatalogueError } from "./malformed-catalogue-error.ts";
import { isOfLanguage, type LanguagePair, languageOf, withoutMark } from "./memory.ts";
import { descendantsNamed, readXml, type XmlElement } from "./xml/xml-element.ts";

/** Terms with the translation that they have wherever they stand. */
export type Glossary = Readonly<Record<string, string>>;

/** Reads a glossary: TBX, or a table of terms and their translations, separated by tabs, semicolons or commas, whose first row
 *  may name the columns by language. Of several translations of a term the first one holds.
 *  @throws MalformedCatalogueError naming the line. */
export function readGlossary(text: string, languages: LanguagePair = {}): Glossary {
  const body = withoutMark(text);
  const pairs = /^\s*</.test(body) ? termsOfTbx(body, languages) : termsOfTable(body, languages);
  const glossary = new Map<string, string>();
  for (const [term, translation] of pairs) {
    if (!glossary.has(term)) glossary.set(term, translation);
  }
  return Object.fromEntries(glossary);
}

type Pair = readonly [term: string, translation: string];

function termsOfTbx(
  text: string,
  { sourceLanguage = "en", targetLanguage = "de" }: LanguagePair,
): readonly Pair[] {
  const root = readXml(text);
  if (!/^(?:tbx|martif)$/.test(root.name)) {
    throw new MalformedCatalogueError(root.line, `expected <tbx> or <martif>, got <${root.name}>`);
  }
  const concepts = ["termEntry", "conceptEntry"].flatMap((name) => descendantsNamed(root, name));
  return concepts.flatMap((concept) => {
    const [translation] = termsIn(concept, targetLanguage);
    if (translation === undefined) return [];
    return termsIn(concept, sourceLanguage).map((term): Pair => [term, translation]);
  });
}

function termsIn(concept: XmlElement, language: string): readonly string[] {
  return ["langSet", "langSec"]
    .flatMap((name) => descendantsNamed(concept, name))
    .filter((section) => isOfLanguage(languageOf(section), language))
    .flatMap((section) => descendantsNamed(section, "term"))
    .map(({ children }) =>
      children
        .filter((child) => typeof child === "string")
        .join("")
        .trim(),
    )
    .filter((term) => term !== "");
}

function termsOfTable(
  text: string,
  { sourceLanguage = "en", targetLanguage = "de" }: LanguagePair,
) {
  const table = text.replaceAll(/^#.*$/gm, "");
  const rows = tableRows(table, separatorOf(table.trimStart()));
  return rows.flatMap((row, i): readonly Pair[] => {
    const [term = "", translation, ...rest] = row.map(({ value }) => value.trim());
    if (term === "" && row.length === 1) return [];
    const isHeading =
      (i === 0 && /^(?:source|term)$/i.test(term)) ||
      (i === 0 &&
        isOfLanguage(term, sourceLanguage) &&
        isOfLanguage(translation ?? "", targetLanguage));
    if (isHeading) return [];
    if (term === "" || translation === undefined || rest.some((cell) => cell !== "")) {
      const line = row[0]?.line ?? 1;
      throw new MalformedCatalogueError(line, "expected a term and its translation");
    }
    return [[term, translation]];
  });
}
