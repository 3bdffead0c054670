import type { ProtectedSpan, SpanKind } from "./protect/span.ts";

/** What a hyphen behind it, or before it, would be taken for a part of. */
const grows: ReadonlySet<SpanKind | undefined> = new Set(["address", "path", "option"]);

/** A masked translation in which no hyphen that is not in the source touches an address, a path or an option: a space stands
 *  in its place, or nothing where the text or an element ends, as `www.example.org-Ordner` and `-v-` would be others.
 *  @param spanOf  the span of a slot */
export function freeSlotsOfHyphens(
  source: string,
  target: string,
  spanOf: (slot: string) => Pick<ProtectedSpan, "kind" | "role"> | undefined,
): string {
  const isGrown = (slot: string, tie: string): boolean =>
    grows.has(spanOf(slot)?.kind) && !source.includes(tie);
  const gapBefore = (next: string): string =>
    noGap.test(next) || spanOf(next)?.role === "close" ? "" : " ";
  return target
    .replace(hyphenBehind, (tie, slot: string, at: number, text: string) =>
      isGrown(slot, tie) ? slot + gapBefore(text.charAt(at + tie.length)) : tie,
    )
    .replace(hyphenBefore, (tie, slot: string, at: number, text: string) =>
      isGrown(slot, tie) && spanOf(text.charAt(at - 1))?.role !== "open" ? ` ${slot}` : tie,
    );
}

const hyphenBehind = /([\uE000-\uF8FF])-/g;
const hyphenBefore = /(?<=[\p{L}\p{N}\uE000-\uF8FF])-([\uE000-\uF8FF])/gu;
const noGap = /^$|[\s\p{Pe}\p{Pf}.,;:!?…-]/u;
