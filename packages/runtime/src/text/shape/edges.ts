import { isSlot } from "../slot.ts";
import { type Shaped, unshaped } from "./shape.ts";
import { lastCharacter } from "./trailing-run.ts";

/** Takes what stands around a text off and puts it back, with its white space: bullets, list numbers, symbols, marks of
 *  the direction of writing and the slots that the caller declares to be no part of the sentence (emoji, decorations).
 *
 *  Emoji and other pictures go wherever they touch the edge; `-`, `*`, `>`, `=` and the like only where white space
 *  stands between them and the text. A text of nothing else stays as it is.
 *
 *  @param isEdge  whether a slot at the edge may be taken; asked with the slot's character. */
export function takeEdges(source: string, isEdge: (slot: string) => boolean = () => false): Shaped {
  const start = endOfHead(source, isEdge);
  const end = startOfTail(source, start, isEdge);
  const text = source.slice(start, end);
  if (text === source || !/[\p{L}\p{N}\uE000-\uF8FF]/u.test(text)) return unshaped(source);
  const head = source.slice(0, start);
  const tail = source.slice(end);
  return { text, restore: (translation) => head + translation + tail };
}

const picture = /(?![°©®\u2100-\u214F])(?:\p{So}|\p{Extended_Pictographic})/u;
const pictureEnd = /\uFE0F|\u200D|\p{Emoji_Modifier}/u;
const headParts = new RegExp(
  [
    /[\s\u200E\u200F\u202A-\u202E\u2066-\u2069]+/,
    /[-*•·▪◦‣–—>=+~|→←»«›‹#]+\s+/,
    /(?:\d{1,3}[.)]|\(\d{1,3}\)|\(?[a-zA-Z]\))\s+/,
    new RegExp(`${picture.source}(?:${pictureEnd.source})*`, "u"),
  ]
    .map(({ source }) => source)
    .join("|"),
  "uy",
);

function endOfHead(text: string, isEdge: (slot: string) => boolean): number {
  let at = 0;
  let hasNumber = false;
  while (at < text.length) {
    headParts.lastIndex = at;
    const part = headParts.exec(text)?.[0];
    const slot = text.charAt(at);
    if (part !== undefined && !(hasNumber && /[.)]/.test(part))) {
      hasNumber ||= /[.)]/.test(part);
      at += part.length;
    } else if (isSlot(slot) && isEdge(slot)) at++;
    else break;
  }
  return at;
}

function startOfTail(text: string, start: number, isEdge: (slot: string) => boolean): number {
  let taken = text.length;
  // Signs that touch a word belong to it; they go only once white space is met before them.
  for (let at = text.length; at > start; ) {
    const last = lastCharacter(text.slice(Math.max(start, at - 2), at));
    const isSpace = /[\s\u200E\u200F\u202A-\u202E\u2066-\u2069]/.test(last);
    const isPicture = picture.test(last) || pictureEnd.test(last);
    if (isSpace || isPicture || (isSlot(last) && isEdge(last))) {
      at -= last.length;
      taken = at;
    } else if (/[-*–—>=+~|→←»«›‹#]/.test(last)) at -= last.length;
    else break;
  }
  return taken;
}
