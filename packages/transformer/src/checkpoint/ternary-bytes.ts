/** Digits −1, 0, 1 of bytes that hold four each: byte row r has the rows r, r + n, r + 2n and r + 3n in its bits 1:0, 3:2, 5:4 and 7:6,
 *  n being rows/4, as digit + 1.
 *
 *  The safetensors files of BitNet b1.58: https://huggingface.co/microsoft/bitnet-b1.58-2B-4T
 *  @param name  Of the tensor, for messages.
 *  @throws RangeError for the code 3, naming its place. */
export function unpackTernaryBytes(
  name: string,
  bytes: Uint8Array,
  rows: number,
  columns: number,
): Int8Array {
  const perPart = rows / 4;
  const digits = new Int8Array(rows * columns);
  for (let row = 0; row < rows; row++) {
    const shift = 2 * Math.floor(row / perPart);
    for (let column = 0; column < columns; column++) {
      const code = (bytes[(row % perPart) * columns + column] >> shift) & 3;
      if (code === 3) {
        throw new RangeError(
          `unpackTernaryBytes: ${name}: row ${row}, column ${column} must be 0, 1 or 2, which stand for −1, 0 and 1, got 3`,
        );
      }
      digits[row * columns + column] = code - 1;
    }
  }
  return digits;
}
