import type { LineSlot } from "../protected-line.ts";

/** A part of a masked text between two tags, and where it lies once no tag stands in the text any more. */
export interface Element {
  /** The slots of its tags. */
  readonly open: string;
  readonly close: string;
  /** Characters before its content and up to its end, white space not counted. */
  readonly start: number;
  readonly end: number;
  /** The elements in it, in order. */
  readonly children: readonly Element[];
}

/** Whether a word, of which so many characters are in front, is content of an element. */
export function isInElement(start: number, element: Element): boolean {
  return start >= element.start && start < element.end;
}

/** A masked text without the tags that open and close elements. */
export interface TextWithoutElements {
  readonly text: string;
  readonly elements: readonly Element[];
}

/** Takes elements out of a masked text, so that it can be translated as if nothing in it were marked up; undefined where it
 *  has none, or one that has no content or begins or ends inside of a word. */
export function takeElements(
  masked: string,
  slots: readonly LineSlot[],
): TextWithoutElements | undefined {
  const tags = new Map(slots.map((slot) => [slot.character, slot]));
  let text = "";
  let count = 0;
  const frames: Frame[] = [{ open: "", start: 0, children: [] }];
  for (let at = 0; at < masked.length; at++) {
    const character = masked.charAt(at);
    const role = tags.get(character)?.role;
    const frame = frames[frames.length - 1];
    if (role !== "open" && role !== "close") {
      text += character;
      if (!/\s/.test(character)) count++;
      continue;
    }
    if (isInWord(masked, at, tags)) return undefined;
    if (role === "open") {
      frames.push({ open: character, start: count, children: [] });
      continue;
    }
    const outer = frames[frames.length - 2];
    if (outer === undefined || frame.start === count) return undefined;
    frames.pop();
    outer.children.push({ ...frame, close: character, end: count });
  }
  const [{ children }] = frames;
  return frames.length > 1 || children.length === 0 ? undefined : { text, elements: children };
}

interface Frame {
  readonly open: string;
  readonly start: number;
  readonly children: Element[];
}

/** Whether the text goes on from one side of a tag to the other without a break; further tags on a side are none. */
function isInWord(masked: string, at: number, tags: ReadonlyMap<string, LineSlot>): boolean {
  const beside = (step: -1 | 1): string => {
    let place = at + step;
    while (isTag(tags.get(masked.charAt(place)))) place += step;
    return masked.charAt(place);
  };
  return wordCharacter.test(beside(-1)) && wordCharacter.test(beside(1));
}

function isTag(slot: LineSlot | undefined): boolean {
  return slot?.role === "open" || slot?.role === "close";
}

const wordCharacter = /[\p{L}\p{M}\p{N}\p{Surrogate}\uE000-\uF8FF]/u;
