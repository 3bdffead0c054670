import { checkIds, padRows } from "./batch.ts";

/** Padded texts: `[size, length]` ids, row-major. */
export interface TextBatch {
  readonly ids: Int32Array;
  readonly size: number;
  readonly length: number;
  /** Token id that fills the ends of rows; it must not occur within them. */
  readonly padding: number;
}

/** Pads texts to the longest.
 *  @throws RangeError if there is none, one is empty, or an id is no integer ≥ 0. */
export function batchOfTexts(texts: readonly (readonly number[])[], padding: number): TextBatch {
  const { ids, length } = padRows(texts, padding);
  return { ids, length, size: texts.length, padding };
}

/** @throws RangeError if sizes do not fit each other, or a token id is outside the vocabulary. */
export function checkTexts(where: string, batch: TextBatch, vocabularySize: number): void {
  const { ids, size, length } = batch;
  if (!(size >= 1 && length >= 1 && ids.length === size * length)) {
    throw new RangeError(
      `${where}: ids must be size × length = ${size} × ${length}, got ${ids.length}`,
    );
  }
  checkIds(`${where}: ids`, ids, vocabularySize);
}
