import { type PlacedElement, placeElements } from "./place-elements.ts";
import type { Element } from "./take-elements.ts";
import { wordLinks } from "./word-links.ts";
import { type Word, wordsOf } from "./words.ts";

/** What was taken out of a text, and what its tokens mean. */
export interface TakenElements {
  readonly elements: readonly Element[];
  /** The text of tokens, a slot for each that stands for one. */
  decode(tokens: readonly number[]): string;
  /** The token of a slot. */
  tokenOf(slot: string): number;
}

/** Puts the tokens of tags into a translation of a text whose elements were taken out.
 *  @param source  tokens of that text
 *  @param target  tokens of its translation
 *  @param looked  float32 [target tokens, source tokens]: see `TranslationSession.alignIds`
 *  @returns undefined where the elements cannot be placed */
export function withElements(
  source: readonly number[],
  target: readonly number[],
  looked: Float32Array,
  { elements, decode, tokenOf }: TakenElements,
): readonly number[] | undefined {
  const from = wordsOf(source, decode);
  const words = wordsOf(target, decode);
  const links = wordLinks(from, words, looked, source.length);
  const placed = placeElements({ source: from, target: words, links }, elements);
  if (placed === undefined) return undefined;
  const before = tagsBefore(placed, words, tokenOf);
  return [
    ...target.flatMap((token, i) => [...(before.get(i) ?? []), token]),
    ...(before.get(target.length) ?? []),
  ];
}

/** The tags in front of each token, in their order: what ends there, from the inside out, then what begins. */
function tagsBefore(
  placed: readonly PlacedElement[],
  words: readonly Word[],
  tokenOf: (slot: string) => number,
): ReadonlyMap<number, readonly number[]> {
  const ends = new Map<number, number[]>();
  const begins = new Map<number, number[]>();
  const add = (tags: Map<number, number[]>, at: number, slot: string): void => {
    const list = tags.get(at) ?? [];
    list.push(tokenOf(slot));
    tags.set(at, list);
  };
  const visit = (elements: readonly PlacedElement[]): void => {
    for (const { element, first, next, children } of elements) {
      add(begins, words[first].first, element.open);
      visit(children);
      add(ends, words[next - 1].next, element.close);
    }
  };
  visit(placed);
  const places = new Set([...ends.keys(), ...begins.keys()]);
  return new Map(
    [...places].map((at) => [at, [...(ends.get(at) ?? []), ...(begins.get(at) ?? [])]]),
  );
}
