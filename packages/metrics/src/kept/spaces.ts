import { compareItems, type Keyed, type KindReport } from "./multiset-difference.ts";

/** Compares white space at the start and at the end, to the character, and the number of line breaks
 *  between them. */
export function compareSpaces(source: string, target: string): KindReport {
  return compareItems(spacesOf(source), spacesOf(target));
}

function spacesOf(text: string): Keyed[] {
  const withoutStart = text.trimStart();
  const start = text.slice(0, text.length - withoutStart.length);
  const core = withoutStart.trimEnd();
  const end = withoutStart.slice(core.length);
  const breaks = core.match(/\r\n|[\n\r\u2028\u2029]/g) ?? [];
  return [
    ...[start].filter(Boolean).map((space) => ({ text: space, key: `start ${space}` })),
    ...breaks.map((space) => ({ text: space, key: "break" })),
    ...[end].filter(Boolean).map((space) => ({ text: space, key: `end ${space}` })),
  ];
}
