import type { Tensor } from "@bnnkit/model";
import type { SampleNumber } from "./encoder-node.ts";

/** Rows of numbers as a model's golden runs have them.
 *  @throws RangeError for numbers that are no bytes where the model reads bytes */
export function exampleRows(
  where: string,
  examples: ArrayLike<number>,
  number: SampleNumber,
  features: number,
): readonly Tensor[] {
  const values = number === "uint8" ? bytesOf(where, examples) : Float32Array.from(examples);
  const shape = [1, 1, features];
  return Array.from({ length: values.length / features }, (_, row): Tensor => {
    const data = values.slice(row * features, (row + 1) * features);
    return data instanceof Uint8Array
      ? { dtype: "U8", shape, data }
      : { dtype: "F32", shape, data };
  });
}

function bytesOf(where: string, values: ArrayLike<number>): Uint8Array<ArrayBuffer> {
  const bytes = Uint8Array.from(values);
  const wrong = bytes.findIndex((byte, i) => byte !== values[i]);
  if (wrong < 0) return bytes;
  throw new RangeError(
    `${where}: examples[${wrong}] must be a whole number in 0 … 255, got ${values[wrong]}`,
  );
}
