import { slotsIn } from "../slot.ts";
import { type Shaped, shaped, unshaped } from "./shape.ts";

/** Makes the translation of a text that begins with a capital begin with one; nothing is ever lowered.
 *
 *  Quotation marks, brackets and other signs in front are skipped, and as many slots as the source has there: of
 *  "Open ⟨slot⟩" a translation that begins with the slot begins with a noun already. A word with a capital
 *  inside it ("eBay") keeps its own spelling. */
export function takeInitial(source: string): Shaped {
  const head = /^[^\p{L}\p{N}]*(?=[\p{Lu}\p{Lt}])/u.exec(source)?.[0];
  if (head === undefined) return unshaped(source);
  return shaped(source, source, (translation) => {
    const start = /^[^\p{L}\p{N}]*/u.exec(translation)?.[0] ?? "";
    if (countSlots(start) > countSlots(head)) return translation;
    const rest = translation.slice(start.length);
    const word = /^\p{Ll}[\p{L}\p{M}]*/u.exec(rest)?.[0];
    if (word === undefined || /\p{Lu}/u.test(word)) return translation;
    const letter = String.fromCodePoint(word.codePointAt(0) ?? 0);
    const capital = letter.toLocaleUpperCase("de");
    return capital.length === letter.length
      ? start + capital + rest.slice(letter.length)
      : translation;
  });
}

function countSlots(text: string): number {
  return slotsIn(text).length;
}
