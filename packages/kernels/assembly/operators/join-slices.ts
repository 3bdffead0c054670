import { cut, endUnit, firstUnit } from "../piece";
import { transposeBits } from "../vector/transpose-bits";
import { bytesPerBitRow } from "./bit-row";
import { cell, integer, offset } from "./operand";

/** slices, samples, features, bits; a unit is eight samples */
export function joinSlices(operands: usize): void {
  const samples = cell(operands, 1);
  const features = integer(operands, 2);
  const rowBytes = bytesPerBitRow(features);
  const sliceBytes = <usize>((samples + 127) >> 7) << 4;
  cut((samples + 7) >> 3);
  const end = endUnit;
  for (let unit = firstUnit; unit < end; unit++) {
    const from = offset(operands, 0) + unit;
    const to = offset(operands, 3) + <usize>(unit << 3) * rowBytes;
    const columns = min(8, samples - (unit << 3));
    for (let k = 0; <usize>k < rowBytes << 3; k += 16) {
      const x = from + <usize>k * sliceBytes;
      transposeBits(x, sliceBytes, features - k, to + <usize>(k >> 3), rowBytes, columns);
    }
  }
}
