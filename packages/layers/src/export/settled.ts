import type { Tensor } from "@bnnkit/model";
import {
  type Activation,
  type Affine,
  composed,
  type ExportedValue,
  type FeatureMap,
} from "./exported-value.ts";
import type { GraphWriter } from "./graph-writer.ts";

/** A value with nothing pending: nodes have done it. */
export function settled(writer: GraphWriter, value: ExportedValue): ExportedValue {
  if (value.pending.length === 0) return value;
  return writer.once(value, "settled", () =>
    stepsOf(value).reduce<ExportedValue>(
      (x, step) => {
        const { as } = step;
        return as.op === "affine"
          ? scaleAndShift(writer, x, step, as)
          : activate(writer, x, step, as);
      },
      { ...value, pending: [] },
    ),
  );
}

interface Step extends Pick<FeatureMap, "name" | "layer"> {
  readonly as: Affine | Activation;
}

/** What is pending, affine functions behind each other as one. */
function stepsOf({ pending, type }: ExportedValue): readonly Step[] {
  const steps: Step[] = [];
  for (const { name, layer, as } of pending) {
    const before = steps.at(-1);
    if (as.op === "affine" && before?.as.op === "affine") {
      steps.pop();
      steps.push({ name, layer, as: composed(before.as, as, type.features) });
    } else steps.push({ name, layer, as });
  }
  return steps;
}

function scaleAndShift(
  writer: GraphWriter,
  x: ExportedValue,
  { name: wanted, layer }: Step,
  { scales, offsets }: Affine,
): ExportedValue {
  const { features } = x.type;
  const each = (values: ArrayLike<number>): Float32Array =>
    Float32Array.from({ length: features }, (_, c) => values[values.length === 1 ? 0 : c]);
  const [scale, offset] = [each(scales), each(offsets)];
  const parts = {
    scales: scale.some((value) => value !== 1),
    offsets: offset.some((value) => value !== 0),
  };
  if (!parts.scales && !parts.offsets) return x;
  const name = writer.nameOf(wanted, layer);
  const tensors: [string, Tensor][] = [];
  const shape = [features];
  if (parts.scales) tensors.push([`${name}.scales`, { dtype: "F32", shape, data: scale }]);
  if (parts.offsets) tensors.push([`${name}.offsets`, { dtype: "F32", shape, data: offset }]);
  return writer.write({ op: "affine", name, inputs: [x.name], ...parts }, x, tensors);
}

function activate(
  writer: GraphWriter,
  x: ExportedValue,
  { name: wanted, layer }: Step,
  { function: f, slopes, shifts }: Activation,
): ExportedValue {
  const name = writer.nameOf(wanted, layer);
  const each = Object.entries({ slopes, ...shifts }).flatMap(
    ([part, values]): [string, Tensor][] =>
      values
        ? [[`${name}.${part}`, { dtype: "F32", shape: [values.length], data: floats(values) }]]
        : [],
  );
  return writer.write(
    { op: "activation", name, inputs: [x.name], function: f, shifts: shifts !== undefined },
    x,
    each,
  );
}

function floats(values: ArrayLike<number>): Float32Array {
  return Float32Array.from(values);
}
