import { cut, endUnit, firstUnit } from "../piece";
import { transposeBits } from "../vector/transpose-bits";
import { bytesPerBitRow } from "./bit-row";
import { cell, integer, offset } from "./operand";

/** bits, samples, rowsPerSample, planes, features, slices, firstSlice; a unit is a byte of a row of a sample */
export function sliceBits(operands: usize): void {
  const samples = cell(operands, 1);
  const rows = integer(operands, 2);
  const planes = integer(operands, 3);
  const features = integer(operands, 4);
  const rowBytes = bytesPerBitRow(features);
  const sampleBytes = <usize>(rows * planes) * rowBytes;
  const bytes = (features + 7) >> 3;
  const sliceBytes = <usize>((samples + 127) >> 7) << 4;
  const slices = offset(operands, 5) + <usize>integer(operands, 6) * sliceBytes;
  cut(rows * planes * bytes);
  const end = endUnit;
  for (let sample = 0; <usize>sample < sliceBytes << 3; sample += 16) {
    const from = offset(operands, 0) + <usize>sample * sampleBytes;
    const to = slices + <usize>(sample >> 3);
    for (let unit = firstUnit; unit < end; unit++) {
      const line = unit / bytes;
      const byte = unit - line * bytes;
      const plane = line / rows;
      const row = line - plane * rows;
      const slice = line * features + (byte << 3);
      transposeBits(
        from + <usize>(row * planes + plane) * rowBytes + byte, sampleBytes, samples - sample,
        to + <usize>slice * sliceBytes, sliceBytes, min(8, features - (byte << 3)),
      );
    }
  }
}
