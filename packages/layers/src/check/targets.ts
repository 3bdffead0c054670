import { codeFrom, isInteger } from "@bnnkit/core";
import type { NodeOp, TypedNode } from "@bnnkit/model";
import type { Refusal } from "../export/layer-export.ts";

/** What a network may be made for. */
export type CheckTarget = "wasm" | "fpga" | "c";

/** Why a target refuses a node of a packed network. */
type Rule = (typed: TypedNode) => Refusal | undefined;

/** Every target with the one rule that nodes have to keep. */
export const checkTargets: Readonly<Record<CheckTarget, Rule>> = {
  wasm: () => undefined,
  fpga: refuseFloats,
  c: refuseOtherThanC,
};

/** Numbers that are no sums of whole digits are floats to a circuit; a threshold may give any, since what goes on is the level. */
function refuseFloats(typed: TypedNode): Refusal | undefined {
  const { node, inputs, output } = typed;
  const readsFloats = inputs.some((type) => type.kind === "numbers" && !isInteger(type.code));
  if (node.op === "threshold") {
    return readsFloats || node.rowScale !== undefined ? floats : undefined;
  }
  if (!readsFloats && isInteger(output.code)) return undefined;
  return !readsFloats && hasWholeDigits(node) ? scaled : floats;
}

const floats: Refusal = {
  reason: "stays on the processor: it computes with floats",
  remedy:
    "quantize what it reads to whole numbers, and put a quantizer with constant scales behind it",
};

const scaled: Refusal = {
  reason: "has a scale or an offset behind its product that stays on the processor",
  remedy: "put a quantizer behind it, or leave that to the processor, as it is for scores",
};

/** Whether a node is a product of whole digits, whatever scale is behind it. */
function hasWholeDigits(node: TypedNode["node"]): boolean {
  const isProduct = node.op === "dense" || node.op === "convolution";
  return (
    isProduct &&
    isInteger(
      codeFrom(
        "check",
        node.weights.code.map(({ digit }) => ({ digit })),
      ),
    )
  );
}

const opsOfC: ReadonlySet<NodeOp> = new Set([
  "add",
  "affine",
  "convolution",
  "dense",
  "pool",
  "threshold",
]);

function refuseOtherThanC({ node }: TypedNode): Refusal | undefined {
  if (node.op === "threshold" && node.rowScale !== undefined) {
    return {
      reason: "has no operator in C: its scale depends on the data",
      remedy: "take a quantizer with constant scales",
    };
  }
  if (opsOfC.has(node.op)) return undefined;
  return { reason: `has no operator in C: ${node.op}`, remedy: "put a quantizer in its place" };
}
