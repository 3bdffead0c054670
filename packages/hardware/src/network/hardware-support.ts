import { isInteger } from "@bnnkit/core";
import {
  type Interpreter,
  numbersAt,
  type Support,
  type TypedNode,
  thresholdCount,
  type Weights,
} from "@bnnkit/model";
import type { DataflowBuilder } from "./dataflow-builder.ts";
import { levelNumberOf, streamNumberOf, weightBitsOf } from "./stream-number.ts";

const floats = "it is arithmetic of floats, which stays on the processor";

/** What becomes a circuit, node by node, and why the others stay on the processor. */
export const dataflowNodes: Interpreter<DataflowBuilder, void> = {
  name: "hardware",
  ops: {
    embedding: "a table of words stays in the processor's memory",
    position: floats,
    "rotary-position": floats,
    dense: {
      refuses: (typed) => productRefusal(typed, typed.node.weights, typed.node.bias),
      handle: (typed, builder) => builder.dense(typed),
    },
    convolution: {
      refuses(typed) {
        const { weights, bias, groups, window } = typed.node;
        if (groups > 1) return `products of groups (${groups}) are not built`;
        const reason = productRefusal(typed, weights, bias);
        if (reason !== undefined) return reason;
        const { padding } = window;
        const hasMargin = padding.top + padding.bottom + padding.left + padding.right > 0;
        if (!hasMargin || marginOf(typed) !== undefined) return undefined;
        return `the margin (${padding.value}) must be a number that the values can be`;
      },
      handle: (typed, builder) => builder.convolution(typed),
    },
    "look-up": "tables of look-ups are no chain of products; logicCircuit makes a circuit of them",
    "truth-tables": "truth tables are no chain of products; logicCircuit makes a circuit of them",
    "group-sum": "truth tables are no chain of products; logicCircuit makes a circuit of them",
    attention: "products of two values, and softmax, stay on the processor",
    threshold: {
      refuses(typed) {
        const { node } = typed;
        const { code } = numbersAt(typed, 0);
        const [{ digit }] = code;
        if (numbersAt(typed, 0).domain.kind !== "map") return onSequences;
        if (node.rowScale !== undefined) return "a scale of each row depends on all of its numbers";
        if (streamNumberOf(code) === undefined && digit !== "int32")
          return digit === "float32"
            ? "its values are floats; streamline the model to make them integers"
            : "its values are neither sums of integers nor evenly spaced";
        if (node.flips && digit !== "int32") return "levels of an input that are turned round";
        if (levelNumberOf(node.code, thresholdCount(node)) !== undefined) return undefined;
        return "its levels are not all numbers of its code, evenly spaced";
      },
      handle: (typed, builder) => builder.threshold(typed),
    },
    round: floats,
    affine: floats,
    activation: floats,
    "layer-norm": floats,
    add: "joins of two values are not built",
    multiply: floats,
    concatenate: "joins of several values are not built",
    pool: {
      refuses(typed) {
        if (typed.node.take !== "maximum")
          return `a pool that takes the ${typed.node.take} is not built`;
        const { code, domain } = numbersAt(typed, 0);
        if (domain.kind !== "map") return onSequences;
        const [{ digit }] = code;
        if (streamNumberOf(code) !== undefined || digit === "int32") return undefined;
        return "its values are neither sums of integers nor evenly spaced";
      },
      handle: (typed, builder) => builder.pool(typed),
    },
  },
};

/** What the hardware builds, for `check` and `assertSupported` of `@bnnkit/model`: the table that it builds by. */
export const hardwareSupport: Support = dataflowNodes;

const onSequences = "positions of a sequence are not built, only maps";

function productRefusal(
  typed: TypedNode<"dense" | "convolution">,
  weights: Weights,
  bias: boolean,
): string | undefined {
  const { code, domain } = numbersAt(typed, 0);
  if (domain.kind !== "map") return onSequences;
  if (code.some(({ digit }) => digit === "float32")) {
    return "its values are floats, so that its products stay on the processor";
  }
  if (!isInteger(code) || streamNumberOf(code) === undefined) {
    return "its values are not integers of few bits, evenly spaced";
  }
  if (weightBitsOf(weights.code, true) === undefined) {
    return "its weights are not integers; streamline the model to take scales out";
  }
  return bias
    ? "its bias is of floats; streamline the model to take it into thresholds"
    : undefined;
}

/** The margin of a window as a number of the stream; undefined if it is none. */
export function marginOf(typed: TypedNode<"convolution">): number | undefined {
  const number = streamNumberOf(numbersAt(typed, 0).code);
  if (number === undefined) return undefined;
  const u = (typed.node.window.padding.value - number.offset) / number.scale;
  return Number.isInteger(u) && u >= 0 && u < 2 ** number.bits ? u : undefined;
}
