import { slotIndex, slotOf } from "@bnnkit/runtime/text";
import type { MaskedPair } from "./masked-pair.ts";
import { seededIntegers } from "./seeded-shuffle.ts";
import type { WordLexicon } from "./word-lexicon.ts";

export interface PlantOptions {
  /** Pairs to make, as a share of the pairs given. */
  readonly share: number;
  readonly lexicon: WordLexicon;
}

/** Further pairs with spans that the text itself has not: a word that has its translation on the other side, or a slot
 *  that is there, is put between the ends of marked-up text ("Open the <b>file</b>."), or a name or noun is replaced by
 *  a value ("Open the %s."). Parallel text has lost its tags, and addresses, names and terms that a user wants kept stand
 *  where nouns do. The same pairs, options and seed give the same ones.
 *  @returns as many as asked for, or fewer where no word of a pair has its translation in it */
export function plantSpans(
  pairs: readonly MaskedPair[],
  { share, lexicon }: PlantOptions,
  seed: number,
): MaskedPair[] {
  const count = Math.round(share * pairs.length);
  const integerBelow = seededIntegers(seed, count);
  const planted: MaskedPair[] = [];
  for (let i = 0; i < count; i++) {
    const pair = pairs[integerBelow(pairs.length)];
    const units = alignedUnits(pair, lexicon);
    if (units.length === 0) continue;
    const chosen = units[integerBelow(units.length)];
    const isValue = chosen.isNoun && integerBelow(3) === 0;
    planted.push(isValue ? asValue(pair, chosen) : asMarkedUp(pair, chosen));
  }
  return planted;
}

/** A place in a text. */
interface Place {
  readonly start: number;
  readonly end: number;
}

/** A word or slot of the source and what it is in the target. */
interface AlignedUnit {
  readonly source: Place;
  readonly target: Place;
  /** Whether a name could stand in its place. */
  readonly isNoun: boolean;
}

const unit = /\p{L}[\p{L}\p{M}'’-]*|[\uE000-\uF8FF]/gu;

/** Words with one translation each on the other side; those that occur twice could be either. */
function alignedUnits({ source, target, spans }: MaskedPair, lexicon: WordLexicon): AlignedUnit[] {
  const sourceUnits = soleUnits(source);
  const targetUnits = soleUnits(target);
  const units: AlignedUnit[] = [];
  for (const [sourceWord, from] of sourceUnits) {
    const slot = slotIndex(sourceWord);
    if (slot !== undefined && spans[slot]?.partner !== undefined) continue;
    const found = [...targetUnits].filter(([targetWord]) =>
      slot === undefined ? lexicon.translates(sourceWord, targetWord) : targetWord === sourceWord,
    );
    if (found.length !== 1) continue;
    const [[targetWord, to]] = found;
    const isNoun = slot === undefined && /^\p{Lu}/u.test(targetWord) && to.start > 0;
    units.push({ source: from, target: to, isNoun });
  }
  return units;
}

function soleUnits(text: string): Map<string, Place> {
  const places = new Map<string, Place | undefined>();
  for (const { 0: word, index } of text.matchAll(unit)) {
    places.set(word, places.has(word) ? undefined : { start: index, end: index + word.length });
  }
  return new Map([...places].flatMap(([word, place]) => (place ? [[word, place]] : [])));
}

function asMarkedUp({ source, target, spans }: MaskedPair, at: AlignedUnit): MaskedPair {
  const open = spans.length;
  const wrap = (text: string, { start, end }: Place): string =>
    `${text.slice(0, start)}${slotOf(open)}${text.slice(start, end)}${slotOf(open + 1)}${text.slice(end)}`;
  return inSourceOrder({
    source: wrap(source, at.source),
    target: wrap(target, at.target),
    spans: [...spans, { role: "open", partner: open + 1 }, { role: "close", partner: open }],
  });
}

function asValue({ source, target, spans }: MaskedPair, at: AlignedUnit): MaskedPair {
  const slot = slotOf(spans.length);
  const replace = (text: string, { start, end }: Place): string =>
    text.slice(0, start) + slot + text.slice(end);
  return inSourceOrder({
    source: replace(source, at.source),
    target: replace(target, at.target),
    spans: [...spans, { role: "value" }],
  });
}

/** Numbers the slots anew, in the order of the source. */
function inSourceOrder({ source, target, spans }: MaskedPair): MaskedPair {
  const order = Array.from(source, slotIndex).filter((index) => index !== undefined);
  const rank = new Map(order.map((slot, i) => [slot, i]));
  const renumber = (text: string): string =>
    Array.from(text, (character) => {
      const index = slotIndex(character);
      return index === undefined ? character : slotOf(rank.get(index) ?? index);
    }).join("");
  return {
    source: renumber(source),
    target: renumber(target),
    spans: order.map((slot) => {
      const { role, partner } = spans[slot];
      return partner === undefined ? { role } : { role, partner: rank.get(partner) ?? partner };
    }),
  };
}
