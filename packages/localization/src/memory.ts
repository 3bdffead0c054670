import { MalformedCatalogueError } from "./malformed-catalogue-error.ts";
import { descendantsNamed, elementsOf, readXml, type XmlElement } from "./xml/xml-element.ts";

/** The languages of a memory or a glossary that are of interest, as BCP 47 tags. */
export interface LanguagePair {
  /** Default "en". */
  readonly sourceLanguage?: string;
  /** Default "de". */
  readonly targetLanguage?: string;
}

/** Translations by their source, whose white space is as {@link memoryKey} has it. */
export type TranslationMemory = ReadonlyMap<string, string>;

/** Reads a translation memory in TMX. Of several translations of a text the last one holds; segments with inline elements are
 *  left out, as the elements are those of another file.
 *  @throws MalformedCatalogueError naming the line. */
export function readMemory(
  text: string,
  { sourceLanguage = "en", targetLanguage = "de" }: LanguagePair = {},
): TranslationMemory {
  const root = readXml(withoutMark(text));
  if (root.name !== "tmx") {
    throw new MalformedCatalogueError(root.line, `expected <tmx>, got <${root.name}>`);
  }
  const memory = new Map<string, string>();
  for (const unit of descendantsNamed(root, "tu")) {
    const source = segmentIn(unit, sourceLanguage);
    const target = segmentIn(unit, targetLanguage);
    if (source !== undefined && target !== undefined) memory.set(memoryKey(source), target);
  }
  return memory;
}

/** A text as memories are asked for it: white space counts as one space. */
export function memoryKey(text: string): string {
  return text.replaceAll(/\s+/g, " ").trim();
}

function segmentIn(unit: XmlElement, language: string): string | undefined {
  const variants = elementsOf(unit).filter(({ name }) => name === "tuv");
  const variant = variants.find((one) => isOfLanguage(languageOf(one), language));
  const segment = variant && elementsOf(variant).find(({ name }) => name === "seg");
  if (segment === undefined || elementsOf(segment).length > 0) return undefined;
  return segment.children.join("");
}

/** The language that an element of TMX or TBX names. */
export function languageOf({ attributes }: XmlElement): string {
  return attributes.get("xml:lang") ?? attributes.get("lang") ?? "";
}

/** Whether a tag is that of a language, or of a variety of it. */
export function isOfLanguage(tag: string, language: string): boolean {
  const [given, wanted] = [tag, language].map((one) => one.toLowerCase().replaceAll("_", "-"));
  return given === wanted || given.startsWith(`${wanted}-`);
}

export function withoutMark(text: string): string {
  return text.replace(/^\uFEFF/, "");
}
