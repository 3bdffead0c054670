import type { LineSlot, ProtectedLine } from "./protected-line.ts";

/** Which slots are no part of the sentence where they stand at its edge: emoji, void tags such as `<br>`, entities, and
 *  the two ends of a tag around all of the text. */
export function edgeSlots(text: string, line: ProtectedLine): (slot: string) => boolean {
  const slots = line.slotsOf(text);
  const edges = new Set(slots.filter((slot) => isDecoration(slot, line)).map((s) => s.character));
  const isBare = (part: string): boolean =>
    Array.from(part).every((character) => /\s/.test(character) || edges.has(character));
  for (const { character, role, partner } of slots) {
    if (role !== "open" || partner === undefined) continue;
    const close = slots[partner].character;
    const isAround =
      isBare(text.slice(0, text.indexOf(character))) && isBare(text.slice(text.indexOf(close) + 1));
    if (!isAround) break;
    edges.add(character).add(close);
  }
  return (slot) => edges.has(slot);
}

function isDecoration({ character, role }: LineSlot, line: ProtectedLine): boolean {
  const kind = line.spanOf(character)?.kind;
  return kind === "emoji" || kind === "entity" || (kind === "markup" && role === "value");
}
