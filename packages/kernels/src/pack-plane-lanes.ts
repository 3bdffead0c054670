import { bitPlanesOf, type PackedMatrix, popcountWords } from "@bnnkit/core";

/**
 * Reorders the bit planes of packed weight rows so that each 32-bit lane of a 128-bit vector belongs to another output
 * channel: `lanes[⌊n/4⌋][plane][word][n mod 4]`, rows padded with zeros to a multiple of 4.
 *
 * @param m  N×K packed integers, one row per output channel.
 * @returns  4·⌈N/4⌉·planes·wordsPerRow(K) words, the `weights` of `planeGemm`.
 */
export function packPlaneLanes(m: PackedMatrix): Uint32Array<ArrayBuffer> {
  const { rows, wordsPerRow } = m;
  const planes = bitPlanesOf(m);
  const lanes = new Uint32Array(4 * Math.ceil(rows / 4) * planes.length * wordsPerRow);
  planes.forEach((words, q) => {
    for (let n = 0; n < rows; n++) {
      const group = ((n >>> 2) * planes.length + q) * wordsPerRow;
      for (let t = 0; t < wordsPerRow; t++) {
        lanes[4 * (group + t) + (n & 3)] = words[n * wordsPerRow + t];
      }
    }
  });
  return lanes;
}

/** The popcount of every row of every bit plane, planes × rows: the `columnCounts` of `planeGemm`. */
export function countPlaneRows(m: PackedMatrix): Int32Array<ArrayBuffer> {
  const { rows, wordsPerRow } = m;
  const planes = bitPlanesOf(m);
  return Int32Array.from({ length: planes.length * rows }, (_, i) => {
    const row = (i % rows) * wordsPerRow;
    return popcountWords(planes[Math.floor(i / rows)], row, row + wordsPerRow);
  });
}

/** Bit planes with the planes of a row together, rows × planes × wordsPerRow: the `bits` of `planeGemm`. */
export function packPlaneRows(m: PackedMatrix): Uint32Array<ArrayBuffer> {
  const { rows, wordsPerRow } = m;
  const planes = bitPlanesOf(m);
  const bits = new Uint32Array(rows * planes.length * wordsPerRow);
  planes.forEach((words, p) => {
    for (let row = 0; row < rows; row++) {
      const from = row * wordsPerRow;
      bits.set(words.subarray(from, from + wordsPerRow), (row * planes.length + p) * wordsPerRow);
    }
  });
  return bits;
}
