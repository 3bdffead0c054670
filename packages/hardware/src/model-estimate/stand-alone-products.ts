import { type Code, codeFrom } from "@bnnkit/core";
import { numbersAt, type TypedNode } from "@bnnkit/model";
import type { PlannedLayer } from "../network/dataflow-builder.ts";
import type { CountedNode } from "../network/plan-dataflow.ts";
import type { StreamNumber } from "../network/stream.ts";
import { streamNumberOf, weightBitsOf } from "../network/stream-number.ts";
import { matrixVectorCycles, sumNumber } from "../units/matrix-vector.ts";
import type { SumStyle } from "../units/unit-config.ts";

/** A product that a unit beside the processor can do: vectors come from it, and sums go back to it. */
export interface StandAloneProduct {
  readonly counted: CountedNode;
  readonly layer: PlannedLayer & Required<Pick<PlannedLayer, "product">>;
}

/**
 * Products of integers among nodes, whatever stands before and behind them: the processor makes their values, and multiplies sums by scales of rows.
 * Vectors of a sequence are counted one by one, those of a map all.
 */
export function standAloneProducts(nodes: readonly CountedNode[]): readonly StandAloneProduct[] {
  return nodes.flatMap((counted) => {
    const { typed } = counted;
    if (!isProduct(typed)) return [];
    const { node } = typed;
    const { code, features } = numbersAt(typed, 0);
    const input = bareNumber(code);
    const weightBits = bareWeightBits(node.weights.code);
    const isGrouped = node.op === "convolution" && node.groups > 1;
    if (input === undefined || weightBits === undefined || isGrouped) return [];
    const taps = node.op === "convolution" ? node.window.size[0] * node.window.size[1] : 1;
    const { domain } = typed.output;
    const vectors = domain.kind === "map" ? domain.height * domain.width : 1;
    const sizes = { inputs: taps * features, outputs: node.outFeatures, pe: 1, simd: 1 };
    const style: SumStyle = "compressor";
    const config = { unit: "matrix-vector", ...sizes, input, weightBits, style } as const;
    const product = { ...config, levels: 0, output: sumNumber(config) };
    const layer = {
      ...({ name: node.name, kind: "product", nodes: [node.name], stages: [node.name] } as const),
      ...{ inputs: sizes.inputs, outputs: sizes.outputs, vectors, channels: features, product },
      cycles: vectors * matrixVectorCycles(sizes),
    };
    return [{ counted, layer }];
  });
}

function isProduct(typed: TypedNode): typed is TypedNode<"dense"> | TypedNode<"convolution"> {
  return typed.node.op === "dense" || typed.node.op === "convolution";
}

/** Numbers without what is the same for a row: of one digit scale and offset, of several the common scale. */
function bareNumber(code: Code): StreamNumber | undefined {
  const bare = bareCode(code);
  const number = bare && streamNumberOf(bare);
  return number !== undefined && Number.isInteger(number.scale) && Number.isInteger(number.offset)
    ? number
    : undefined;
}

function bareWeightBits(code: Code): number | undefined {
  const bare = bareCode(code);
  return bare && weightBitsOf(bare, false);
}

function bareCode(code: Code): Code | undefined {
  const [{ digit, sparse, slices = 1 }] = code;
  if (sparse || slices > 1) return undefined;
  if (code.length === 1) return [{ digit }];
  const scales = code.map(({ scale = 1 }) => (typeof scale === "number" ? scale : Number.NaN));
  const least = Math.min(...scales.map(Math.abs));
  if (!(least > 0)) return undefined;
  return codeFrom(
    "bareCode",
    code.map((term, i) => ({ digit: term.digit, scale: scales[i] / least })),
  );
}
