import type { AlignedTexts } from "./place-elements.ts";
import { type Element, isInElement } from "./take-elements.ts";
import { isSign, isWordlike, type Word } from "./words.ts";

/** For each word of a translation how much of it comes from the content of an element, 0 to 1.
 *
 *  A word that is in the source as it stands (a slot, a name, a sign) comes from there, if all its places are on one side;
 *  any other from what it is linked with, signs left out if it is none. */
export function memberShares(
  { source, target, links }: AlignedTexts,
  element: Element,
): readonly number[] {
  const isInside = ({ start }: Word): boolean => isInElement(start, element);
  return target.map((word, t) => {
    const same = source.filter(({ text }) => text === word.text);
    const inside = same.filter(isInside).length;
    if (same.length > 0 && (inside === 0 || inside === same.length)) return inside > 0 ? 1 : 0;
    let own = 0;
    let all = 0;
    source.forEach((from, s) => {
      if (isWordlike(word.text) && isSign(from)) return;
      all += links[t][s];
      if (isInside(from)) own += links[t][s];
    });
    return all === 0 ? 0 : own / all;
  });
}
