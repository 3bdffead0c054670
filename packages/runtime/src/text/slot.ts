/** A slot is one character from U+E000 to U+F8FF (private use) that stands for a protected span (a placeholder,
 *  number, tag, URL …) while a text is translated. It is neither a letter nor white space and reads like a noun. */
export function isSlot(character: string): boolean {
  return /^[\uE000-\uF8FF]$/.test(character);
}
