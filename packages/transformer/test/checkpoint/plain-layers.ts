/** Rows of numbers. */
export type Rows = readonly (readonly number[])[];

/** A matrix `[rows, columns]` of a checkpoint. */
export interface PlainMatrix {
  readonly shape: readonly number[];
  readonly data: ArrayLike<number>;
}

/** `W·x + b` of each row, W `[out, in]`. */
export function linear(
  x: Rows,
  { shape: [out, size], data }: PlainMatrix,
  bias?: ArrayLike<number>,
): Rows {
  return x.map((row) =>
    Array.from({ length: out }, (_, o) => {
      let sum = bias?.[o] ?? 0;
      for (let i = 0; i < size; i++) sum += data[o * size + i] * row[i];
      return sum;
    }),
  );
}

/** A matrix `[in, out]` as `[out, in]`. */
export function transposed({ shape: [rows, columns], data }: PlainMatrix): PlainMatrix {
  return {
    shape: [columns, rows],
    data: Array.from(
      { length: rows * columns },
      (_, i) => data[(i % rows) * columns + Math.floor(i / rows)],
    ),
  };
}

export function layerNorm(
  x: Rows,
  epsilon: number,
  gamma: ArrayLike<number>,
  beta: ArrayLike<number>,
): Rows {
  return x.map((row) => {
    const mean = row.reduce((a, b) => a + b) / row.length;
    const variance = row.reduce((a, b) => a + (b - mean) ** 2, 0) / row.length;
    return row.map((v, i) => ((v - mean) / Math.sqrt(variance + epsilon)) * gamma[i] + beta[i]);
  });
}

export function rmsNorm(x: Rows, epsilon: number, gamma: ArrayLike<number>): Rows {
  return x.map((row) => {
    const square = row.reduce((a, b) => a + b ** 2, 0) / row.length;
    return row.map((v, i) => (v / Math.sqrt(square + epsilon)) * gamma[i]);
  });
}

/** Causal attention of heads of so many features; heads of queries next to each other share one of keys. */
export function attention(q: Rows, k: Rows, v: Rows, headFeatures: number): Rows {
  const heads = q[0].length / headFeatures;
  const perKey = heads / (k[0].length / headFeatures);
  return q.map((query, position) => {
    const out: number[] = [];
    for (let head = 0; head < heads; head++) {
      const at = head * headFeatures;
      const keyAt = Math.floor(head / perKey) * headFeatures;
      const weights = k.slice(0, position + 1).map((key) => {
        let dot = 0;
        for (let i = 0; i < headFeatures; i++) dot += query[at + i] * key[keyAt + i];
        return Math.exp(dot / Math.sqrt(headFeatures));
      });
      const sum = weights.reduce((a, b) => a + b);
      for (let i = 0; i < headFeatures; i++) {
        out.push(weights.reduce((total, w, j) => total + (w / sum) * v[j][keyAt + i], 0));
      }
    }
    return out;
  });
}

export function add(a: Rows, b: Rows): Rows {
  return a.map((row, r) => row.map((v, i) => v + b[r][i]));
}

export function multiply(a: Rows, b: Rows): Rows {
  return a.map((row, r) => row.map((v, i) => v * b[r][i]));
}

export function map(x: Rows, f: (v: number) => number): Rows {
  return x.map((row) => row.map(f));
}

export function rowsOf(
  { shape: [, columns], data }: PlainMatrix,
  indices: readonly number[],
): Rows {
  return indices.map((i) => Array.from({ length: columns }, (_, c) => data[i * columns + c]));
}

export const gelu = (x: number): number =>
  0.5 * x * (1 + Math.tanh(Math.sqrt(2 / Math.PI) * (x + 0.044715 * x ** 3)));

export const silu = (x: number): number => x / (1 + Math.exp(-x));

/** Rotary positions as Hugging Face writes them: `x·cos + rotate_half(x)·sin` of the first features of a head, a pair for each frequency. */
export function rotary(x: Rows, headFeatures: number, frequencies: readonly number[]): Rows {
  const half = frequencies.length;
  return x.map((row, position) =>
    row.map((v, column) => {
      const i = column % headFeatures;
      if (i >= 2 * half) return v;
      const angle = position * frequencies[i % half];
      const rotated = i < half ? -row[column + half] : row[column - half];
      return v * Math.cos(angle) + rotated * Math.sin(angle);
    }),
  );
}
