import type { BiLlmMatrix } from "@bnnkit/quantizers/calibration";
import { type GroupLevels, groupLevels } from "./group-levels.ts";
import type { PlainTerm } from "./packed-matrix.ts";

/** A matrix of BiLLM as a sum of terms, each with a scale and an offset for each row and block: signs of all weights with the levels of the
 *  lesser part; what the greater part differs by, where a mask marks it; and what salient columns differ by, and their second signs. */
export function biLlmTerms(binarized: BiLlmMatrix): readonly PlainTerm[] {
  const { rows, columns, values, salientColumns, isAbove, blockSize } = binarized;
  const slices = columns / blockSize;
  const [signs, seconds] = [new Int8Array(values.length), new Int8Array(values.length)];
  const table = (): Float64Array => new Float64Array(rows * slices);
  const below = { scales: table(), offsets: table() };
  const above = { scales: table(), offsets: table() };
  const salient = { scales: table(), offsets: table(), seconds: table() };
  for (let slice = 0; slice < rows * slices; slice++) {
    const indices = Array.from({ length: blockSize }, (_, i) => slice * blockSize + i);
    const isSalient = (i: number): boolean => salientColumns[i % columns] === 1;
    const levels = (members: readonly number[]): GroupLevels => {
      const found = groupLevels(members.map((i) => values[i]));
      for (const i of members) [signs[i], seconds[i]] = found.signsOf(values[i]);
      return found;
    };
    const lesser = levels(indices.filter((i) => !isSalient(i) && isAbove[i] === 0));
    const greater = levels(indices.filter((i) => !isSalient(i) && isAbove[i] === 1));
    const twice = levels(indices.filter(isSalient));
    const base = lesser.scales[0] + lesser.scales[1];
    below.scales[slice] = base;
    below.offsets[slice] = lesser.offset;
    above.scales[slice] = greater.scales[0] + greater.scales[1] - base;
    above.offsets[slice] = greater.offset - lesser.offset;
    salient.scales[slice] = twice.scales[0] - base;
    salient.offsets[slice] = twice.offset - lesser.offset;
    salient.seconds[slice] = twice.scales[1];
  }
  const shared = { digit: "bipolar", slices } as const;
  const ofColumns = { of: "columns", data: salientColumns } as const;
  const aboveMarks = isAbove.map((is, i) => (salientColumns[i % columns] === 1 ? 0 : is));
  return [
    { ...shared, digits: signs, ...below },
    { ...shared, digits: signs, ...above, marks: { of: "weights", data: aboveMarks } },
    {
      ...{ ...shared, digits: signs, marks: ofColumns },
      ...{ scales: salient.scales, offsets: salient.offsets },
    },
    { ...shared, digits: seconds, scales: salient.seconds, marks: ofColumns },
  ];
}
