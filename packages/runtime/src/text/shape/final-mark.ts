import { abbreviationsOf, wordBeforeStop } from "../abbreviations.ts";
import { type Shaped, shaped, unshaped } from "./shape.ts";
import { trailingRun } from "./trailing-run.ts";

/** Makes the translation end as its source does.
 *
 *  A final `:`, `…` or `...`, with the white space before it, is taken off and put back. `.`, `!` and `?` stay in the
 *  text, as they tell what kind of sentence it is; the translation's own mark gives way to the source's, or
 *  goes if the source has none. Closing quotation marks, brackets and tags may stand behind the mark on both sides. The full
 *  stop of an abbreviation or a German ordinal ("usw.", "z. B.", "3.") stays. Marks of other scripts are
 *  no matter here.
 *
 *  @param closes  whether a slot is a tag that a mark may stand in front of: one that closes an element, or is empty. */
export function takeFinalMark(
  source: string,
  closes: (slot: string) => boolean = () => false,
): Shaped {
  const kept = source.slice(0, source.length - takenMark(source).length);
  const mark = source.slice(kept.length);
  const end = endOf(kept, "en", closes);
  if (!/[\p{L}\p{N}\uE000-\uF8FF]/u.test(kept)) return unshaped(source);
  return shaped(source, kept, (translation) => {
    const ended = withEnd(translation, end, closes);
    return mark === "" ? ended.trimEnd() : ended + mark;
  });
}

function takenMark(text: string): string {
  const dots = trailingRun(text, /\./);
  const sign = dots.length >= 3 ? dots : (/[:…]$/.exec(text)?.[0] ?? "");
  return sign === "" ? "" : trailingRun(text.slice(0, text.length - sign.length), /\s/) + sign;
}

/** How a text ends: `body + mark + closers`. */
interface End {
  readonly body: string;
  readonly mark: string;
  readonly closers: string;
  /** Whether `body` ends with a full stop that is part of its last word. */
  readonly isAbbreviated: boolean;
}

function endOf(text: string, locale: string, closes: (slot: string) => boolean): End {
  const closers = trailingRun(text, {
    test: (character) => closer.test(character) || closes(character),
  });
  const before = text.slice(0, text.length - closers.length);
  const mark = trailingRun(before, /[.!?…:]/);
  const isAbbreviated = mark === "." && endsInAbbreviation(before, locale);
  if (isAbbreviated) return { body: before, mark: "", closers, isAbbreviated };
  return { body: before.slice(0, before.length - mark.length), mark, closers, isAbbreviated };
}

const closer = /[\s"'“”‘’»«›‹)\]}]/u;

function withEnd(translation: string, source: End, closes: (slot: string) => boolean): string {
  if (source.isAbbreviated) return translation;
  const { body, mark, closers, isAbbreviated } = endOf(translation, "de", closes);
  if (body === "" || (mark === source.mark && !isAbbreviated)) return translation;
  if (isAbbreviated && source.mark === ".") return translation;
  const isFalseOrdinal = isAbbreviated && source.mark === "" && endsInNumberOf(source.body, body);
  if (isAbbreviated && source.mark === "" && !isFalseOrdinal) return translation;
  const ending = isFalseOrdinal ? body.slice(0, -1) : body;
  const closesFirst = mark === "" && source.closers === "";
  return closesFirst ? ending + closers + source.mark : ending + source.mark + closers;
}

function endsInAbbreviation(text: string, locale: string): boolean {
  const { always, beforeNumber, atEnd, ordinals } = abbreviationsOf(locale);
  if (ordinals && /(?:^|\D)\d{1,3}\.$/.test(text.slice(-5))) return true;
  const word = wordBeforeStop(text)?.toLowerCase();
  if (word === undefined) return false;
  // A single letter is part of one ("z. B."), or else a name ("Klasse B.").
  if (/^\p{L}$/u.test(word)) return /\p{L}\.\s?\p{L}\.$/u.test(text.slice(-6));
  // Longer ones are words as well ("Seite").
  const isOfNumber = locale === "de" && word.length <= 3 && beforeNumber.has(word);
  return always.has(word) || atEnd.has(word) || isOfNumber;
}

/** "Page 3" and "Seite 3.": no ordinal. */
function endsInNumberOf(source: string, translation: string): boolean {
  const number = trailingRun(source, /\d/);
  return number !== "" && trailingRun(translation.slice(0, -1), /\d/) === number;
}
