import * as tf from "@tensorflow/tfjs";
import { currentKernel, type WasmKernel } from "../kernel.ts";
import type { KernelContext } from "../kernel-context.ts";
import { batchMatMul } from "./batch-mat-mul.ts";

/** A tensor with one label for each axis. */
interface Labelled {
  readonly tensor: tf.TensorInfo;
  readonly labels: string;
}

/** Einsum of one or two float32 tensors: sums over labels that stand alone, one batched matrix product for the rest,
 *  one transposition to the order of the output. */
export function einsumKernel(context: KernelContext): WasmKernel {
  return {
    name: "Einsum",
    run: (_, inputs, attributes) => {
      const tensors = Object.values(inputs).filter((tensor) => tensor !== undefined);
      const { terms, output } = readEquation(String(attributes.equation), tensors);
      const sources = tensors.map((tensor, i) => ({ tensor, labels: terms[i] }));
      const own = (x: Labelled): boolean => sources.every(({ tensor }) => tensor !== x.tensor);
      const release = (x: Labelled, next: Labelled): Labelled => {
        if (own(x) && x.tensor !== next.tensor) context.backend.disposeData(x.tensor.dataId);
        return next;
      };
      const [a, b] = sources.map((x, i) => sumAlone(context, x, (terms[1 - i] ?? "") + output));
      const product = b ? contract(context, a, b, output) : a;
      if (b) {
        release(a, product);
        release(b, product);
      }
      const result = release(product, inOrder(context, product, output)).tensor;
      if (own({ tensor: result, labels: output })) return result;
      return currentKernel("Identity")(context.backend, { x: result });
    },
  };
}

/** The labels of each input and of the output.
 *  @throws Error as tf.einsum does: bad equation, wrong number of tensors, sizes that do not agree, integers. */
function readEquation(
  equation: string,
  tensors: readonly tf.TensorInfo[],
): { terms: string[]; output: string } {
  const wrong = tensors.find(({ dtype }) => dtype !== "float32");
  if (wrong) throw new TypeError(`Einsum: tensors must be float32, got ${wrong.dtype}`);
  const { allDims, idDims } = tf.backend_util.decodeEinsumEquation(equation, tensors.length);
  const sizes = new Map<string, number>();
  tensors.forEach(({ shape }, i) => {
    if (shape.length !== idDims[i].length) {
      throw new RangeError(`Einsum: input ${i} of ${equation} has the shape [${shape}]`);
    }
    idDims[i].forEach((id, axis) => {
      const label = allDims[id];
      const known = sizes.get(label) ?? shape[axis];
      if (known !== shape[axis]) {
        throw new RangeError(`Einsum: ${label} of ${equation} is both ${known} and ${shape[axis]}`);
      }
      sizes.set(label, known);
    });
  });
  const [inputs, output] = equation.replace(/\s/g, "").split("->");
  return { terms: inputs.split(","), output };
}

/** Sums over the labels that do not occur in `elsewhere`. */
function sumAlone({ backend }: KernelContext, x: Labelled, elsewhere: string): Labelled {
  const axis = [...x.labels].flatMap((label, a) => (elsewhere.includes(label) ? [] : [a]));
  if (axis.length === 0) return x;
  const tensor = currentKernel("Sum")(backend, { x: x.tensor }, { axis, keepDims: false });
  return { tensor, labels: only(x.labels, (label) => elsewhere.includes(label)) };
}

/** Sums over the labels that a and b share and the output lacks: `[batch…, rows…, columns…]`. */
function contract(context: KernelContext, a: Labelled, b: Labelled, output: string): Labelled {
  const { backend } = context;
  const shared = (label: string): boolean => a.labels.includes(label) && b.labels.includes(label);
  const batch = only(a.labels, (label) => shared(label) && output.includes(label));
  const inner = only(a.labels, (label) => shared(label) && !output.includes(label));
  const rows = only(a.labels, (label) => !shared(label));
  const columns = only(b.labels, (label) => !shared(label));
  const left = inOrder(context, a, batch + rows + inner);
  const right = inOrder(context, b, batch + inner + columns);
  const sizes = new Map([...sizesOf(a), ...sizesOf(b)]);
  const shapeOf = (labels: string): number[] => [...labels].map((label) => sizes.get(label) ?? 1);
  const count = (labels: string): number => shapeOf(labels).reduce((p, size) => p * size, 1);
  const product = batchMatMul(
    context,
    { ...left.tensor, shape: [count(batch), count(rows), count(inner)] },
    { ...right.tensor, shape: [count(batch), count(inner), count(columns)] },
    false,
    false,
  );
  if (left.tensor !== a.tensor) backend.disposeData(left.tensor.dataId);
  if (right.tensor !== b.tensor) backend.disposeData(right.tensor.dataId);
  const labels = batch + rows + columns;
  return { tensor: { ...product, shape: shapeOf(labels) }, labels };
}

function inOrder({ backend }: KernelContext, x: Labelled, labels: string): Labelled {
  if (x.labels === labels) return x;
  const perm = [...labels].map((label) => x.labels.indexOf(label));
  return { tensor: currentKernel("Transpose")(backend, { x: x.tensor }, { perm }), labels };
}

function only(labels: string, holds: (label: string) => boolean): string {
  return [...labels].filter(holds).join("");
}

function sizesOf({ tensor, labels }: Labelled): [string, number][] {
  return [...labels].map((label, axis) => [label, tensor.shape[axis]]);
}
