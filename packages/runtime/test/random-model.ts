import {
  type ModelDescription,
  type NodeTensor,
  type PackedModel,
  type Tensor,
  tensorsOf,
} from "@bnnkit/model";
import { createRandom, type Random } from "@bnnkit/testing";

/** A model of a description with random weights; the same seed gives the same model. */
export function randomModel<D extends ModelDescription>(
  description: D,
  seed: number,
): PackedModel & { readonly description: D } {
  const random = createRandom(seed);
  const tensors = new Map(
    [...tensorsOf(description)].map(([name, spec]) => [name, randomTensor(name, spec, random)]),
  );
  return { description, tensors, metadata: {} };
}

function randomTensor(name: string, spec: NodeTensor, random: Random): Tensor {
  const { shape, dtype, columns } = spec;
  const length = shape.reduce((a, b) => a * b, 1);
  if (dtype === "I8") {
    return { dtype, shape, data: Int8Array.from({ length }, () => random.integer(-127, 127)) };
  }
  if (dtype === "U8" && spec.digit === "power") {
    const bytes = [0, 1, 2, 3, 129, 130, 131];
    const data = Uint8Array.from({ length }, () => bytes[random.integer(0, 6)] ?? 0);
    return { dtype, shape, data };
  }
  if (dtype === "U32" && columns !== undefined && spec.marked !== undefined) {
    return randomMarks(shape, { columns, marked: spec.marked }, random);
  }
  if (dtype === "U32" && columns !== undefined) return randomBits(shape, columns, random);
  if (dtype === "I32" && name.endsWith(".thresholds")) {
    const data = Int32Array.from({ length }, () => random.integer(-40, 40));
    return { dtype, shape, data: rising(data, shape[1]) };
  }
  if (dtype === "I32" || name.endsWith(".hashes")) {
    let [least, most] = [0, 0];
    while (spec.rule?.holds(least - 1, undefined)) least--;
    while (spec.rule?.holds(most + 1, undefined)) most++;
    const numbers = Array.from({ length }, () => random.integer(least, most));
    return dtype === "I32"
      ? { dtype, shape, data: Int32Array.from(numbers) }
      : { dtype: "U32", shape, data: Uint32Array.from(numbers) };
  }
  if (dtype === "U8") {
    return { dtype, shape, data: Uint8Array.from({ length }, () => random.integer(0, 3)) };
  }
  if (dtype !== "F32") throw new Error(`no random tensor "${name}" of dtype ${dtype}`);
  const draw = distributionOf(name, shape.at(-1) ?? 1);
  const data = Float32Array.from({ length }, () => draw(random));
  return { dtype, shape, data: name.endsWith(".thresholds") ? rising(data, shape[1]) : data };
}

/** Sorts the numbers of each row. */
function rising<Numbers extends Int32Array | Float32Array>(data: Numbers, columns = 1): Numbers {
  for (let i = 0; i < data.length; i += columns) data.subarray(i, i + columns).sort();
  return data;
}

function distributionOf(name: string, columns: number): (random: Random) => number {
  if (name.endsWith(".gamma")) return (random) => 1 + 0.2 * random.normal();
  if (name.endsWith(".beta") || name.endsWith(".bias")) return (random) => 0.2 * random.normal();
  if (name.endsWith("table.scales")) return (random) => (1 + random.uniform()) / 300;
  if (name.endsWith(".scales")) return (random) => 0.05 + 0.1 * random.uniform();
  return (random) => (1.5 * random.normal()) / Math.sqrt(columns);
}

function randomBits(shape: readonly number[], columns: number, random: Random): Tensor {
  const [rows = 0, stride = 0] = shape;
  const data = new Uint32Array(rows * stride);
  for (let row = 0; row < rows; row++) {
    for (let column = 0; column < columns; column++) {
      if (random.sign() < 0) data[row * stride + (column >> 5)]! |= 1 << (column & 31);
    }
  }
  return { dtype: "U32", shape, data };
}

/** So many bits that are set, each place as likely as any other. */
function randomMarks(
  shape: readonly number[],
  { columns, marked }: { readonly columns: number; readonly marked: number },
  random: Random,
): Tensor {
  const [rows = 0, stride = 0] = shape;
  const data = new Uint32Array(rows * stride);
  let [left, places] = [marked, rows * columns];
  for (let row = 0; row < rows; row++) {
    for (let column = 0; column < columns; column++, places--) {
      if (random.uniform() * places >= left) continue;
      data[row * stride + (column >> 5)]! |= 1 << (column & 31);
      left--;
    }
  }
  return { dtype: "U32", shape, data };
}
