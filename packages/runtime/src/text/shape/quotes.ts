import { encloseSlots } from "./enclosed-slots.ts";
import { germanMark } from "./german-quote.ts";
import { doubleMark, type QuoteMark, quoteMarks } from "./quote-marks.ts";
import { type Shaped, shaped, unshaped } from "./shape.ts";

/** Makes the translation's quotation marks follow the source's style: straight ones stay straight, single ones
 *  single, and „a“ stands only where the source has “a”.
 *
 *  Marks are paired off in order, or all get the style of the source if it has only one. Where their number differs, or
 *  single and double ones come in another order, the translation stays as it is, but for an odd double mark at its end, behind
 *  whole pairs or a sentence's mark: that one goes where those of the source are in pairs; and one that is missing beside a slot is added. */
export function takeQuotes(source: string): Shaped {
  const marks = quoteMarks(source);
  const first = marks[0];
  if (first === undefined) return unshaped(source);
  const isUniform = marks.every(({ kind, mark }) => {
    return kind === first.kind && germanMark(mark, true) === germanMark(first.mark, true);
  });
  const hasPairs = marks.some(({ kind }) => kind === "double");
  return shaped(source, source, (given) => {
    const whole = encloseSlots(source, given);
    const translation = hasPairs ? withoutOddEnd(whole) : whole;
    const own = quoteMarks(translation);
    const isAlike = isUniform || own.every(({ kind }, i) => kind === marks[i]?.kind);
    return own.length === marks.length && isAlike
      ? replaceMarks(translation, own, marks)
      : translation;
  });
}

function withoutOddEnd(translation: string): string {
  const count = translation.split(doubleMark).length - 1;
  const isBehindMark = /[.!?…:].$/.test(translation.slice(-2));
  const isStray = count % 2 === 1 && (count > 1 || isBehindMark);
  return isStray && doubleMark.test(translation.slice(-1)) ? translation.slice(0, -1) : translation;
}

function replaceMarks(
  translation: string,
  own: readonly QuoteMark[],
  like: readonly QuoteMark[],
): string {
  let end = 0;
  const parts = own.map(({ at, opens }, i) => {
    const before = translation.slice(end, at);
    end = at + 1;
    return before + germanMark(like[i]?.mark ?? "", opens);
  });
  return parts.join("") + translation.slice(end);
}
