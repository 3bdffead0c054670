const maximumShown = 60;
const maximumItems = 8;

/** A value from outside as one short, printable line of an error message: JSON, cut after 60 characters;
 *  control and formatting characters, which could rewrite a terminal line, are escaped. */
export function quoted(value: unknown): string {
  const text = shown(value);
  return text.length <= maximumShown ? text : `${text.slice(0, maximumShown)}…`;
}

/** A list from outside, such as a shape, in the same way: `[2, 3]`, cut after 8 items. */
export function quotedList(items: readonly unknown[]): string {
  const shownItems = items.slice(0, maximumItems).map(quoted).join(", ");
  return items.length <= maximumItems ? `[${shownItems}]` : `[${shownItems}, …]`;
}

function shown(value: unknown): string {
  if (typeof value === "string") return escaped(JSON.stringify(value.slice(0, maximumShown + 1)));
  if (typeof value === "object" && value !== null)
    return Array.isArray(value) ? "a list" : "an object";
  return String(value);
}

function escaped(text: string): string {
  return text.replace(/[\p{C}\p{Zl}\p{Zp}]/gu, (character) => {
    return `\\u{${(character.codePointAt(0) ?? 0).toString(16)}}`;
  });
}
