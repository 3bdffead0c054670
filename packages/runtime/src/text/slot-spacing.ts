import type { SpanRole } from "./protect/span.ts";

/** A masked translation with white space around its slots as it is in the source: where a slot of the source has white
 *  space, a bracket, another slot or the text's edge beside it, no letter or digit touches it, nor does another slot;
 *  neighbours there that are neighbours here have the same between them; marked-up text touches its tags as it did.
 *  @param roleOf  the role of a slot's span */
export function fitSlotSpacing(
  source: string,
  target: string,
  roleOf: (slot: string) => SpanRole,
): string {
  const places = new Map(Array.from(source.matchAll(slot), ({ 0: s, index }) => [s, index]));
  const beside = (character: string, side: -1 | 1): string => {
    const at = places.get(character);
    return at === undefined ? "" : source.charAt(at + side);
  };
  const between = (left: string, gap: string, right: string): string => {
    const from = (places.get(left) ?? 0) + 1;
    const inSource = source.slice(from, places.get(right) ?? 0);
    const areNeighbours = (places.get(right) ?? 0) >= from && inSource.trim() === "";
    if (areNeighbours) return inSource;
    const areHeld = roleOf(left) === "open" || roleOf(right) === "close";
    const areApart = isApart.test(beside(left, 1)) && isApart.test(beside(right, -1));
    return gap === "" && areApart && !areHeld ? " " : gap;
  };
  const parts = spacedOutside(source, target, roleOf).split(/([\uE000-\uF8FF])/);
  return parts
    .map((part, i) => {
      if (i % 2 === 1) return part;
      const left = parts[i - 1];
      const right = parts[i + 1];
      if (part.trim() === "" && left !== undefined && right !== undefined) {
        return between(left, part, right);
      }
      const body = part.trim();
      if (body === "") return part;
      const start = part.indexOf(body);
      const before = part.slice(0, start);
      const after = part.slice(start + body.length);
      const isHeldBefore = left !== undefined && roleOf(left) === "open";
      const isHeldAfter = right !== undefined && roleOf(right) === "close";
      return (
        (left === undefined ? before : gap(before, body[0], beside(left, 1), isHeldBefore)) +
        body +
        (right === undefined ? after : gap(after, body.at(-1), beside(right, -1), isHeldAfter))
      );
    })
    .join("");
}

const slot = /[\uE000-\uF8FF]/g;

/** A masked translation in which white space right inside of a tag stands outside of it, where the source has none inside. */
function spacedOutside(source: string, target: string, roleOf: (slot: string) => SpanRole): string {
  const hasSpace = (slot: string, side: -1 | 1): boolean =>
    /^\s$/.test(source.charAt(source.indexOf(slot) + side));
  return target
    .replace(
      /(?<=[^\s\uE000-\uF8FF])([\uE000-\uF8FF]+)(\s+)/g,
      (all, tags: string, space: string) =>
        [...tags].every((tag) => roleOf(tag) === "open" && !hasSpace(tag, 1)) ? space + tags : all,
    )
    .replace(
      /(\s+)([\uE000-\uF8FF]+)(?=[^\s\uE000-\uF8FF])/g,
      (all, space: string, tags: string) =>
        [...tags].every((tag) => roleOf(tag) === "close" && !hasSpace(tag, -1))
          ? tags + space
          : all,
    );
}

/** The white space between a slot and a character of the translation.
 *  @param written  what the translation has there
 *  @param neighbour  what the slot touches on this side in the source; "" at the text's edge
 *  @param isHeld  whether the slot is a tag whose marked-up text begins or ends here */
function gap(
  written: string,
  character: string | undefined,
  neighbour: string,
  isHeld: boolean,
): string {
  if (isHeld) return /^\s?$/.test(neighbour) ? written : "";
  const isWord = character !== undefined && /[\p{L}\p{M}\p{N}]/u.test(character);
  return written === "" && isWord && isApart.test(neighbour) ? " " : written;
}

const isApart = /^$|[\s\p{Ps}\p{Pe}\p{Pi}\p{Pf}"'\uE000-\uF8FF]/u;
