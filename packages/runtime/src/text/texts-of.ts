/** A text or a list of some as a list.
 *  @param argument  names it in messages, with the function that takes it
 *  @throws TypeError for what is neither. */
export function textsOf(argument: string, text: string | readonly string[]): readonly string[] {
  const texts = typeof text === "string" ? [text] : text;
  if (!Array.isArray(texts)) {
    throw new TypeError(`${argument} must be a text or a list of some, got ${typeof text}`);
  }
  for (const [i, item] of texts.entries()) {
    if (typeof item === "string") continue;
    throw new TypeError(`${argument}s[${i}] must be a text, got ${typeof item}`);
  }
  return texts;
}
