import {
  findSpans,
  maskText,
  type ProtectedSpan,
  type SlotSpan,
  slotIndex,
  slotOf,
} from "@bnnkit/runtime/text";
import type { TextPair } from "./join-pairs.ts";

/** A sentence and its translation in which what has to stay the same is one character each, the slot of its span, on
 *  both sides (see `maskText`). */
export interface MaskedPair {
  readonly source: string;
  readonly target: string;
  /** What the slots stand for, in the order of the source. */
  readonly spans: readonly SlotSpan[];
}

/** Masks a pair: what the source protects is found again in the target.
 *
 *  Numbers are the same if their digits are ("1,234.5", "1.234,5"); an identifier that the target has not (inside a
 *  compound, say) is text on both sides; of two equal spans the first of the source is the first of the target.
 *  @returns undefined where the sides protect different things, so that nothing true could be learnt from the pair. */
export function maskPair([source, target]: TextPair): MaskedPair | undefined {
  const sourceSpans = findSpans(source);
  const targetSpans = findSpans(target);
  if (sourceSpans.length + targetSpans.length === 0) return { source, target, spans: [] };
  const contentOf = (text: string) => (span: ProtectedSpan) => keyOf(text, span);
  const matches = matchSpans(
    sourceSpans.map(contentOf(source)),
    targetSpans.map(contentOf(target)),
  );
  const isFree = ({ kind }: ProtectedSpan): boolean => kind === "identifier";
  const kept = sourceSpans.flatMap((span, i) => {
    return matches.has(i) ? [{ span, match: matches.get(i) }] : isFree(span) ? [] : [undefined];
  });
  const matched = new Set(matches.values());
  if (targetSpans.some((span, i) => !matched.has(i) && !isFree(span))) return undefined;
  const pairs = kept.filter((entry) => entry !== undefined);
  if (pairs.length < kept.length) return undefined;
  return placeSlots([source, target], pairs, { sourceSpans, targetSpans });
}

interface MatchedSpan {
  readonly span: ProtectedSpan;
  readonly match: number | undefined;
}

function placeSlots(
  [source, target]: TextPair,
  matched: readonly MatchedSpan[],
  spans: {
    readonly sourceSpans: readonly ProtectedSpan[];
    readonly targetSpans: readonly ProtectedSpan[];
  },
): MaskedPair {
  const numberOf = new Map(matched.map(({ span }, i) => [span, i]));
  const kept = matched.map(({ span }): SlotSpan => {
    const partner = span.partner === undefined ? undefined : spans.sourceSpans[span.partner];
    const number = partner && numberOf.get(partner);
    if (number === undefined) return { role: span.partner === undefined ? span.role : "value" };
    return { role: span.role, partner: number };
  });
  const inTarget = matched.flatMap(({ match }, i) => {
    return match === undefined ? [] : [{ span: spans.targetSpans[match], number: i }];
  });
  inTarget.sort((a, b) => a.span.start - b.span.start);
  const masked = maskText(
    target,
    inTarget.map(({ span }) => span),
  );
  return {
    source: maskText(
      source,
      matched.map(({ span }) => span),
    ).text,
    target: Array.from(masked.text, (character) => {
      const index = slotIndex(character);
      return index === undefined ? character : slotOf(inTarget[index].number);
    }).join(""),
    spans: kept,
  };
}

/** For each index of `sources` that has one, the index in `targets` of the same key; equal keys in their order. */
function matchSpans(sources: readonly string[], targets: readonly string[]): Map<number, number> {
  const places = new Map<string, number[]>();
  for (const [i, key] of targets.entries()) places.set(key, [...(places.get(key) ?? []), i]);
  const matches = new Map<number, number>();
  for (const [i, key] of sources.entries()) {
    const place = places.get(key)?.shift();
    if (place !== undefined) matches.set(i, place);
  }
  return matches;
}

function keyOf(text: string, { start, end, role }: ProtectedSpan): string {
  const content = text.slice(start, end);
  return role === "number" && /\d/.test(content)
    ? `number ${content.replace(/\D/g, "")}`
    : `${role} ${content}`;
}
