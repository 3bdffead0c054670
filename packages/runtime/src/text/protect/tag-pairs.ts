import { type ProtectedSpan, spanOf } from "./span.ts";

/** A tag of a markup language as it stands in a text. */
export interface Tag {
  readonly start: number;
  readonly end: number;
  readonly side: "open" | "close" | "alone";
  /** What an opening and a closing tag have in common. */
  readonly name: string;
  /** Whether it is no tag at all without its partner. */
  readonly needsPartner?: boolean;
  /** Whether it counts for the nesting but gives no span, nor does its partner. */
  readonly isHidden?: boolean;
}

/** Makes spans of tags, sorted: those that pair by name, properly nested, open and close; others are values. */
export function pairTags(tags: readonly Tag[]): readonly ProtectedSpan[] {
  const sorted = tags.toSorted((a, b) => a.start - b.start);
  const partners = partnersOf(sorted);
  const kept: number[] = [];
  sorted.forEach((tag, i) => {
    const partner = partners[i];
    const isHidden = tag.isHidden || (partner !== undefined && sorted[partner].isHidden);
    if (!isHidden && !(tag.needsPartner && partner === undefined)) kept.push(i);
  });
  const places = new Map(kept.map((i, place) => [i, place]));
  return kept.map((i) => {
    const { start, end, side } = sorted[i];
    const partner = places.get(partners[i] ?? -1);
    if (partner === undefined || side === "alone") return spanOf("markup", start, end);
    return { ...spanOf("markup", start, end, side), partner };
  });
}

function partnersOf(tags: readonly Tag[]): readonly (number | undefined)[] {
  const partners = new Array<number | undefined>(tags.length);
  const open: number[] = [];
  const counts = new Map<string, number>();
  const count = (name: string, step: number) => counts.set(name, (counts.get(name) ?? 0) + step);
  tags.forEach(({ side, name }, i) => {
    if (side === "open") {
      open.push(i);
      count(name, 1);
    } else if (side === "close" && (counts.get(name) ?? 0) > 0) {
      // What opened since then and did not close has no partner.
      for (let last = open.pop(); last !== undefined; last = open.pop()) {
        count(tags[last].name, -1);
        if (tags[last].name !== name) continue;
        partners[last] = i;
        partners[i] = last;
        break;
      }
    }
  });
  return partners;
}
