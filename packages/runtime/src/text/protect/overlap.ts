import type { ProtectedSpan, SpanKind } from "./span.ts";

/** Of two finders that claim the same characters, the one named first is right. */
const rank: readonly SpanKind[] = [
  "private-use",
  "term",
  "icu",
  "code",
  "markup",
  "entity",
  "mark",
  "variable",
  "format",
  "address",
  "path",
  "option",
  "emoji",
  "identifier",
  "number",
];

/** Joins lists of spans into one that is sorted and disjoint.
 *
 *  Of two that overlap, the earlier start wins, then the greater length, so that what encloses another always wins;
 *  then the kind. Partners are renumbered; a span whose partner lost becomes a value. */
export function withoutOverlaps(
  lists: readonly (readonly ProtectedSpan[])[],
): readonly ProtectedSpan[] {
  const candidates = lists.flatMap((list) =>
    list.map((span) => ({
      span,
      partner: span.partner === undefined ? undefined : list[span.partner],
    })),
  );
  candidates.sort(
    ({ span: a }, { span: b }) =>
      a.start - b.start || b.end - a.end || rank.indexOf(a.kind) - rank.indexOf(b.kind),
  );
  let end = 0;
  const kept = candidates.filter(({ span }) => {
    const isFree = span.start >= end;
    if (isFree) end = span.end;
    return isFree;
  });
  const places = new Map(kept.map(({ span }, index) => [span, index]));
  return kept.map(({ span, partner }) => {
    if (partner === undefined) return span;
    const { partner: _, ...alone } = span;
    const place = places.get(partner);
    return place === undefined ? { ...alone, role: "value" } : { ...alone, partner: place };
  });
}
