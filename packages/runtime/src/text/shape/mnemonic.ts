import { type Shaped, shaped, unshaped } from "./shape.ts";
import { lastCharacter, trailingRun } from "./trailing-run.ts";

/** Longest label or short message in UTF-16 code units; in a longer text `_` and `&` are what they are. */
const longestLabel = 120;

/** Takes the mark of a keyboard mnemonic off a label (`_File`, `E&xit`, `Open (_O)…`).
 *
 *  The translation gets it before the same letter (at a word's start, else a capital, else anywhere), and where it
 *  has no such letter as `(_F)` in front of a final `…`, `...` or `:`. A mark that the translation has already stays.
 *  Only a text of one line with exactly one mark has a mnemonic: `__` and `&&` are escapes, and `AT&T`, `Q & A`,
 *  `file_name` and `&amp;` have none. */
export function takeMnemonic(source: string): Shaped {
  if (source.length > longestLabel || /[\n\r]/.test(source)) return unshaped(source);
  const appended = appendedMark.exec(source);
  if (appended?.groups !== undefined) {
    const { before, group, after } = appended.groups;
    if (marksOf(before).length > 0) return unshaped(source);
    return shaped(source, before + after, (translation) => append(translation, group));
  }
  const marks = marksOf(source);
  const mark = marks[0];
  if (mark === undefined || marks.length > 1) return unshaped(source);
  const { sign, at, letter } = mark;
  return shaped(source, source.slice(0, at) + source.slice(at + 1), (translation) => {
    if (marksOf(translation).length > 0) return translation;
    const place = placeOf(letter, translation);
    if (place === undefined) return append(translation, `(${sign}${letter.toUpperCase()})`);
    return translation.slice(0, place) + sign + translation.slice(place);
  });
}

interface Mark {
  readonly sign: string;
  readonly at: number;
  readonly letter: string;
}

const appendedMark =
  /^(?<before>.*\S)(?<group>\s?\([_&][\p{L}\p{N}]\))(?<after>\s?(?:…|\.{3}|:)?)$/u;

/** The marks of a text; none if it has an underscore that is part of a name. */
function marksOf(text: string): readonly Mark[] {
  const marks: Mark[] = [];
  for (const match of text.matchAll(/__|&&|[_&]/g)) {
    const [sign] = match;
    if (sign.length === 2) continue;
    const at = match.index;
    const letter = /^[\p{L}\p{N}]/u.exec(text.slice(at + 1))?.[0];
    const before = trailingRun(text.slice(0, at), /[\p{L}\p{M}\p{N}]/u);
    const after = text.slice(at + 1);
    if (letter !== undefined && isMark(sign, before, after)) marks.push({ sign, at, letter });
    else if (sign === "_" && (letter !== undefined || before !== "")) return [];
  }
  return marks;
}

function isMark(sign: string, wordBefore: string, after: string): boolean {
  if (sign === "&" && /^#?\p{L}*;/u.test(after)) return false;
  if (wordBefore === "") return true;
  // Inside a word: identifiers look the same, so it must be spelled like one of a label ("Cu_t", "E&xit").
  if (!/^\p{Ll}+(?![\p{L}\p{N}_(])/u.test(after)) return false;
  return sign === "&" ? /\p{L}$/u.test(wordBefore) : /^\p{Lu}\p{Ll}*$/u.test(wordBefore);
}

/** Where a letter stands best in a translation: at a word's start, as a capital, or anywhere. */
function placeOf(letter: string, translation: string): number | undefined {
  const lower = letter.toLowerCase();
  const places = [...translation.matchAll(/\p{L}|\p{N}/gu)].filter(
    ([character]) => character.toLowerCase() === lower,
  );
  const isStart = (at: number) =>
    !/[\p{L}\p{M}\p{N}'’]/u.test(lastCharacter(translation.slice(0, at)));
  const best =
    places.find(({ index }) => isStart(index)) ??
    places.find(([character]) => character !== lower) ??
    places[0];
  return best?.index;
}

function append(translation: string, group: string): string {
  const end = /\s?(?:…|\.{3}|:)$/.exec(translation)?.[0] ?? "";
  return translation.slice(0, translation.length - end.length) + group + end;
}
