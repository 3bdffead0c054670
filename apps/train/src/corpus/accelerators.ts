import { placeholdersOf, textBetweenPlaceholders } from "./placeholders.ts";
import type { SentencePair } from "./sentence-pair.ts";

/** Marks that stand before the letter of a keyboard shortcut: GTK, LibreOffice, Qt and Windows. */
const marks = ["_", "~", "&"] as const;
type Mark = (typeof marks)[number];

/** No mark: `R&D`, `AT&T`, `&amp;`, `&#39;`. */
const patterns: Readonly<Record<Mark, RegExp>> = {
  _: /_(?=[\p{L}\d])/gu,
  "~": /~(?=[\p{L}\d])/gu,
  "&": /(?<!&|\p{Lu}(?=&\p{Lu}))&(?=[\p{L}\d])(?!\w{1,8};)/gu,
};
/** `_File` and `A_daptive`, but not `file_name`. */
const marksFirstLetters = /^\p{Lu}?[_~&]/u;
/** A shortcut that the translated word has no letter for stands behind it: `Datei(_F)`. */
const behind = / ?\([_~&][\p{L}\d]\)/gu;

/** A pair without the marks of keyboard shortcuts: `_File`, `&File`, `~File`, `File (_F)`; `&&` is an ampersand.
 *  A mark is removed where each side has at most one of its kind, outside placeholders; in the middle of a word that
 *  both sides share it belongs to a name (`file_name`) and stays. */
export function withoutAccelerators(pair: SentencePair): SentencePair {
  let { source, target } = mapSides(pair, (text) => text.replace(behind, ""));
  for (const mark of marks) {
    const [inSource, inTarget] = [markedWords(source, mark), markedWords(target, mark)];
    if (inSource.length > 1 || inTarget.length > 1) continue;
    const [word] = inSource;
    if (word !== undefined && word === inTarget[0] && !marksFirstLetters.test(word)) continue;
    source = withoutMark(source, mark);
    target = withoutMark(target, mark);
  }
  return mapSides({ source, target }, (text) => text.replaceAll("&&", "&"));
}

function mapSides({ source, target }: SentencePair, map: (text: string) => string): SentencePair {
  return { source: map(source), target: map(target) };
}

/** The words that hold a mark, once for each mark. */
function markedWords(text: string, mark: Mark): string[] {
  if (!text.includes(mark)) return [];
  return textBetweenPlaceholders(text)
    .join(" ")
    .split(/[^\p{L}\d_~&]+/u)
    .flatMap((word) => Array.from(word.matchAll(patterns[mark]), () => word));
}

function withoutMark(text: string, mark: Mark): string {
  if (!text.includes(mark)) return text;
  const placeholders = placeholdersOf(text);
  return textBetweenPlaceholders(text)
    .map((piece, index) => piece.replace(patterns[mark], "") + (placeholders[index] ?? ""))
    .join("");
}
