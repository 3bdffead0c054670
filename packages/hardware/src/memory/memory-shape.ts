import { checkPositiveInteger } from "@bnnkit/core";

/** Words × bits of a word. */
export interface WordsByWidth {
  readonly words: number;
  readonly width: number;
}

export function checkShape(where: string, { words, width }: WordsByWidth): void {
  checkPositiveInteger(where, "words", words);
  checkPositiveInteger(where, "width", width);
}
