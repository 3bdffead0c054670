/** A padded batch of sentence pairs.
 *
 *  `source` is `[size, sourceLength]`, `target` is `[size, targetLength]`, row-major; each target row is
 *  begin … end, then padding. */
export interface Batch {
  readonly source: Int32Array;
  readonly sourceLength: number;
  readonly target: Int32Array;
  readonly targetLength: number;
  readonly size: number;
  /** Token id that fills the ends of rows. */
  readonly padding: number;
}

/** What the decoder reads and what it must predict: row `[t₀ … tₙ]` gives `[t₀ … tₙ₋₁]` and `[t₁ … tₙ]`. */
export interface ShiftedTarget {
  readonly inputs: Int32Array;
  readonly labels: Int32Array;
  /** 1 where the label is no padding. */
  readonly weights: Float32Array;
  /** Number of labels that are no padding. */
  readonly tokens: number;
}

/** Splits targets into decoder inputs and labels, each `[size, targetLength − 1]`. */
export function shiftTarget({ target, targetLength, size, padding }: Batch): ShiftedTarget {
  const length = targetLength - 1;
  const inputs = new Int32Array(size * length);
  const labels = new Int32Array(size * length);
  const weights = new Float32Array(size * length);
  let tokens = 0;
  for (let row = 0; row < size; row++) {
    for (let t = 0; t < length; t++) {
      const label = target[row * targetLength + t + 1];
      inputs[row * length + t] = target[row * targetLength + t];
      labels[row * length + t] = label;
      if (label !== padding) {
        weights[row * length + t] = 1;
        tokens++;
      }
    }
  }
  return { inputs, labels, weights, tokens };
}

/** Pads rows of token ids to the longest.
 *  @throws RangeError if there is no row, a row is empty, or an id is no integer ≥ 0. */
export function padRows(
  rows: readonly (readonly number[])[],
  padding: number,
): { ids: Int32Array; length: number } {
  const length = rows.reduce((most, row) => Math.max(most, row.length), 0);
  if (rows.length === 0 || rows.some((row) => row.length === 0)) {
    throw new RangeError("padRows: rows must be non-empty lists of token ids");
  }
  const ids = new Int32Array(rows.length * length).fill(padding);
  for (const [index, row] of rows.entries()) {
    checkRow(row, index);
    ids.set(row, index * length);
  }
  return { ids, length };
}

/** Before they are int32, where NaN is 0 and 2³² + 3 is 3. */
function checkRow(row: readonly number[], index: number): void {
  const wrong = row.findIndex((id) => !Number.isInteger(id) || id < 0 || id >= 2 ** 31);
  if (wrong < 0) return;
  throw new RangeError(
    `padRows: rows[${index}][${wrong}] must be a token id, an integer ≥ 0, got ${row[wrong]}`,
  );
}

/** @throws RangeError if the sizes do not fit each other or a token id is outside the vocabulary. */
export function checkBatch(batch: Batch, vocabularySize: number): void {
  for (const [name, ids, length] of [
    ["source", batch.source, batch.size * batch.sourceLength],
    ["target", batch.target, batch.size * batch.targetLength],
  ] as const) {
    if (length < 1 || ids.length !== length) {
      throw new RangeError(
        `Batch: ${name} must have size × length = ${length} ids, got ${ids.length}`,
      );
    }
    checkIds(`Batch: ${name}`, ids, vocabularySize);
  }
  if (batch.targetLength < 2) {
    throw new RangeError(`Batch: targetLength must be at least 2, got ${batch.targetLength}`);
  }
}

/** @throws RangeError naming the index of an id outside the vocabulary */
export function checkIds(name: string, ids: Int32Array, vocabularySize: number): void {
  const index = ids.findIndex((id) => id < 0 || id >= vocabularySize);
  if (index >= 0) {
    throw new RangeError(
      `${name}[${index}] must be a token id below ${vocabularySize}, got ${ids[index]}`,
    );
  }
}
