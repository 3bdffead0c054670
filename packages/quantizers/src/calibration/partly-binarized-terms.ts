import type { PartlyBinarizedMatrix } from "./pb-llm.ts";
import { steppedCode } from "./stepped-rows.ts";

/** One term of the numbers of a matrix, `offset + scale·digit` row by row, as a code of `@bnnkit/core` has it. */
export interface MatrixTerm {
  readonly digit: "bipolar" | "uint8";
  /** ±1, or 0 … 255; `[rows, columns]`. */
  readonly digits: Int8Array | Uint8Array;
  readonly scales: Float32Array;
  readonly offsets: Float32Array;
  /** 1 where the term is stored and counts: of sparse terms. */
  readonly mask?: Uint8Array;
}

/** A partly binarized matrix as it is packed: a plane of signs, and the bytes that a mask marks, whose offset takes back what
 *  the plane has there. So its code is `[{ digit: "bipolar", scale: "row", offset: "row" }, { digit: "uint8", scale: "row",
 *  offset: "row", sparse: { weights } }]`, and the sum is its values but for float32. */
export function partlyBinarizedTerms({
  columns,
  values,
  salient,
  binarized,
  stepped,
}: PartlyBinarizedMatrix): readonly [plane: MatrixTerm, bytes: MatrixTerm] {
  const { means, scales } = binarized;
  const rowOf = (i: number): number => Math.floor(i / columns);
  const signs = Int8Array.from(values, (value, i) =>
    salient[i] === 0 && value < means[rowOf(i)] ? -1 : 1,
  );
  const codes = Uint8Array.from(values, (value, i) =>
    salient[i] === 0 ? 0 : steppedCode(value, rowOf(i), stepped),
  );
  const taken = stepped.offsets.map((offset, row) => offset - means[row] - scales[row]);
  return [
    {
      ...{ digit: "bipolar", digits: signs },
      ...{ scales: Float32Array.from(scales), offsets: Float32Array.from(means) },
    },
    {
      ...{ digit: "uint8", digits: codes, mask: salient },
      ...{ scales: Float32Array.from(stepped.steps), offsets: Float32Array.from(taken) },
    },
  ];
}
