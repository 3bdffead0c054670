import { wordsPerRow } from "@bnnkit/core";
import type { ThresholdNode, TypedNode, Weights } from "@bnnkit/model";
import { type Emitter, rowsAs } from "../emitter.ts";
import type { Rows, Value } from "../value.ts";
import { productForm } from "./dense.ts";
import { isPointwise } from "./window-product.ts";

/** Whether it is the sign of numbers, times half of the greatest magnitude of their row or slice. */
export function isRowSign({ thresholds, flips, code, rowScale }: ThresholdNode): boolean {
  const isSign = "length" in thresholds && thresholds.length === 1 && thresholds[0] === 0 && !flips;
  const [{ digit, scale, offset }] = code;
  const isBipolar = code.length === 1 && digit === "bipolar" && scale === "row" && !offset;
  return isSign && isBipolar && rowScale === "half-maximum";
}

/** Signs packed with their row scales for products of bits, as ±scale in floats for everything else. */
export function lowerRowSign(typed: TypedNode<"threshold">, emitter: Emitter): Value {
  const forms = formsWanted(typed, emitter);
  const x = rowsAs(emitter.value(typed.node.inputs[0]), "floats");
  const value = { type: typed.output, space: emitter.spaceOf(typed.output.domain) };
  return {
    ...value,
    ...(forms.includes("bits") && emitSigns(typed, x, emitter)),
    ...(forms.includes("floats") && { floats: emitScaledSigns(typed, x, emitter) }),
  };
}

/** The forms in which readers want a value of bits. */
export function formsWanted(
  { node, output }: TypedNode<"threshold">,
  emitter: Emitter,
): readonly ("bits" | "floats")[] {
  const [{ slices = 1 }] = output.code;
  const forms = new Set<"bits" | "floats">(emitter.isOutput(node.name) ? ["floats"] : []);
  for (const reader of emitter.readers(node.name)) {
    const weights = slices === 1 ? weightsOfRows(reader) : undefined;
    forms.add(
      weights !== undefined && productForm(output.code, weights.code) === "bits"
        ? "bits"
        : "floats",
    );
  }
  return [...forms];
}

/** The weights of a product of each row with itself alone. */
function weightsOfRows({ node }: TypedNode): Weights | undefined {
  const isProduct =
    node.op === "dense" ||
    (node.op === "convolution" && node.groups === 1 && isPointwise(node.window));
  return isProduct ? node.weights : undefined;
}

/** Room for signs and row scales. */
export function newSigns(
  { node: { name }, output }: TypedNode<"threshold">,
  emitter: Emitter,
): { readonly bits: Rows; readonly rowScales: Rows } {
  return {
    bits: emitter.rows(name, output, 4 * wordsPerRow(output.features)),
    rowScales: emitter.rows(`${name} scales`, output, 4),
  };
}

function emitSigns(typed: TypedNode<"threshold">, x: Rows, emitter: Emitter) {
  const { features } = typed.output;
  const signs = newSigns(typed, emitter);
  emitter.emit({
    node: typed.node.name,
    reads: [x],
    writes: [signs.bits, signs.rowScales],
    emit: (tape, { rows, offset }) =>
      tape.signPackTokenMaximum({
        x: offset(x),
        rows: rows(x.space),
        features,
        bits: offset(signs.bits),
        rowScales: offset(signs.rowScales),
      }),
  });
  return signs;
}

function emitScaledSigns(
  { node, output }: TypedNode<"threshold">,
  x: Rows,
  emitter: Emitter,
): Rows {
  const { features, code } = output;
  const [{ slices: groups = 1 }] = code;
  const out = emitter.rows(node.name, output, 4 * features);
  emitter.emit({
    node: node.name,
    reads: [x],
    writes: [out],
    inPlace: [x],
    emit: (tape, { rows, offset }) =>
      tape.binarize({ x: offset(x), rows: rows(x.space), features, groups, out: offset(out) }),
  });
  return out;
}
