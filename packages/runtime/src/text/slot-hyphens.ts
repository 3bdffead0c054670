import type { SpanKind } from "./protect/span.ts";

/** What a hyphen behind it, or before it, would be taken for a part of. */
const grows: ReadonlySet<SpanKind | undefined> = new Set(["address", "path", "option"]);

/** A masked translation in which no hyphen that is not in the source ties a word to an address, a path or an option: a
 *  space stands there instead, as `www.example.org-Ordner` would be another address.
 *  @param kindOf  the kind of a slot's span */
export function freeSlotsOfHyphens(
  source: string,
  target: string,
  kindOf: (slot: string) => SpanKind | undefined,
): string {
  return target
    .replace(hyphenBehind, (tie, slot: string) =>
      grows.has(kindOf(slot)) && !source.includes(tie) ? `${slot} ` : tie,
    )
    .replace(hyphenBefore, (tie, slot: string) =>
      grows.has(kindOf(slot)) && !source.includes(tie) ? ` ${slot}` : tie,
    );
}

const hyphenBehind = /([\uE000-\uF8FF])-(?=\p{L})/gu;
const hyphenBefore = /(?<=\p{L})-([\uE000-\uF8FF])/gu;
