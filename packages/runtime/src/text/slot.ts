const firstSlot = 0xe000;

/** The spans that one text can hold: the size of the private use area U+E000–U+F8FF. */
export const mostSlots = 6400;

/** The character that stands for the span of an index.
 *  @throws RangeError for an index outside 0 … {@link mostSlots} − 1. */
export function slotOf(index: number): string {
  if (!(Number.isInteger(index) && index >= 0 && index < mostSlots)) {
    throw new RangeError(
      `slotOf: index must be an integer from 0 to ${mostSlots - 1}, got ${index}`,
    );
  }
  return String.fromCharCode(firstSlot + index);
}

/** The index of the span that a text's first character stands for; undefined if it stands for itself. */
export function slotIndex(character: string): number | undefined {
  const index = character.charCodeAt(0) - firstSlot;
  return index >= 0 && index < mostSlots ? index : undefined;
}

/** A slot is one character from U+E000 to U+F8FF (private use) that stands for a protected span (a placeholder,
 *  number, tag, URL …) while a text is translated. It is neither a letter nor white space and reads like a noun. */
export function isSlot(character: string): boolean {
  return character.length === 1 && slotIndex(character) !== undefined;
}

/** The slots of a masked text, in its order. */
export function slotsIn(masked: string): readonly string[] {
  return masked.match(/[\uE000-\uF8FF]/g) ?? [];
}
