const mark = "[\"“”„‟«»'‘’‚‹›]";
const enclosed = new RegExp(`(${mark})([\\uE000-\\uF8FF])(${mark})`, "gu");
const double = /["“”„‟«»]/g;
const single = /['‘’‚‹›]/g;

/** A translation in which a slot that stands in quotation marks in the source stands in both of them: where one has been left out, and so their
 *  number is odd, it is put beside the slot. */
export function encloseSlots(source: string, translation: string): string {
  let text = translation;
  for (const { 1: opening, 2: slot, 3: closing } of source.matchAll(enclosed)) {
    const at = text.indexOf(slot);
    const marks = opening.search(double) === 0 ? double : single;
    const isMark = (character: string): boolean => character.search(marks) === 0;
    const [opens, closes] = [isMark(text.charAt(at - 1)), isMark(text.charAt(at + 1))];
    const isOdd = (text.match(marks)?.length ?? 0) % 2 === 1;
    if (at < 0 || opens === closes || !isOdd) continue;
    const whole = opens ? slot + closing : opening + slot;
    text = text.slice(0, at) + whole + text.slice(at + 1);
  }
  return text;
}
