import { type Shaped, unshaped } from "./shape.ts";

/** Takes the white space and line breaks around a text off; the translation gets the same instead of its own.
 *  A text of white space alone stays as it is. */
export function takeOuterSpace(source: string): Shaped {
  const text = source.trim();
  if (text === "" || text === source) return unshaped(source);
  const start = source.indexOf(text);
  const before = source.slice(0, start);
  const after = source.slice(start + text.length);
  return { text, restore: (translation) => before + translation.trim() + after };
}
