import type { SourceRange } from "../edit.ts";

/** A line of a text, its end not counted. */
export interface BlockLine extends SourceRange {
  /** From 1. */
  readonly number: number;
  readonly text: string;
}

/** The lines of a text in blocks that empty lines part; none is empty. */
export function blocksOf(text: string): readonly (readonly BlockLine[])[] {
  const blocks: BlockLine[][] = [[]];
  let number = 0;
  for (const { index, 1: line } of text.matchAll(/([^\r\n]*)(?:\r\n|[\r\n]|$)/g)) {
    number++;
    if (line.trim() === "") blocks.push([]);
    else blocks.at(-1)?.push({ number, start: index, end: index + line.length, text: line });
  }
  return blocks.filter(({ length }) => length > 0);
}
