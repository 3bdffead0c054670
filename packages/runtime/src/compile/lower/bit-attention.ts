import type { KeptProbabilities } from "@bnnkit/kernels";
import { formatCode, numbersAt, type Probabilities, type TypedNode } from "@bnnkit/model";
import { type Emitter, type FloatValue, rowsAs } from "../emitter.ts";
import { floatRows } from "../float-rows.ts";
import { constantDigit } from "../product/constant-digits.ts";
import { isReal } from "../product/real-codes.ts";
import { keysOf } from "../value.ts";

/** Whether queries and keys are ±1 times a constant. */
export function isBitAttention(typed: TypedNode<"attention">): boolean {
  return signScale(typed, 0) !== undefined && signScale(typed, 1) !== undefined;
}

export function refuseBitAttention(typed: TypedNode<"attention">): string | undefined {
  const { heads, causal, probabilities } = typed.node;
  const headFeatures = typed.output.features / heads;
  if (causal) return "attention of bits over earlier positions is not there yet";
  if (headFeatures % 8 !== 0) {
    return `a head of bits must have a multiple of 8 features, got ${headFeatures}`;
  }
  if (probabilities.keep === "rounded" || probabilities.keep === "half-maximum") {
    return `probabilities of bits must be all, or ones above a bound, got ${probabilities.keep}`;
  }
  const { code } = numbersAt(typed, 2);
  return isReal(code) ? undefined : `values must have a constant scale, got ${formatCode(code)}`;
}

/** Attention with popcounts of queries and keys; sums of values that are ±1 are exact. */
export function lowerBitAttention(typed: TypedNode<"attention">, emitter: Emitter): FloatValue {
  const { node, output } = typed;
  const { name, heads, inputs, probabilities } = node;
  const [q, k] = [
    rowsAs(emitter.value(inputs[0]), "bits"),
    rowsAs(emitter.value(inputs[1]), "bits"),
  ];
  const valueScale = signScale(typed, 2);
  const v =
    valueScale === undefined
      ? floatRows(inputs[2], emitter)
      : rowsAs(emitter.value(inputs[2]), "bits");
  const out = emitter.floats(name, output);
  const headFeatures = output.features / heads;
  const scores =
    ((signScale(typed, 0) ?? 1) * (signScale(typed, 1) ?? 1)) / Math.sqrt(headFeatures);
  const multiplier = scaleOf(probabilities) * (valueScale ?? 1);
  const kept = keptOf(probabilities);
  emitter.emit({
    node: name,
    reads: [q, k, v],
    writes: [out.floats],
    emit: (tape, at) => {
      const { rows, offset } = at;
      tape.bitAttention({
        q: offset(q),
        k: offset(k),
        ...(valueScale === undefined ? { v: offset(v) } : { valueBits: offset(v) }),
        out: offset(out.floats),
        rows: rows(out.space),
        ...{ heads, headFeatures, multiplier },
        scale: scores,
        ...(kept && { keep: kept }),
        ...keysOf(at, k.space),
      });
    },
  });
  return out;
}

/** The constant positive scale of ±1; undefined for another code. */
function signScale(typed: TypedNode<"attention">, input: number): number | undefined {
  const digit = constantDigit(numbersAt(typed, input).code);
  const isSign = digit?.digit === "bipolar" && digit.offset === 0 && digit.scale > 0;
  return isSign ? digit.scale : undefined;
}

function scaleOf(probabilities: Probabilities): number {
  return probabilities.keep === "above" ? probabilities.scale : 1;
}

function keptOf(probabilities: Probabilities): KeptProbabilities | undefined {
  switch (probabilities.keep) {
    case "above":
      return { above: floatBelow(probabilities.threshold) };
    case "share":
      return { shareOfLargest: probabilities.ofLargest };
    case "positive":
      return { positive: true };
    default:
      return undefined;
  }
}

/** The greatest float32 below a positive one: more than it is at least the other. */
function floatBelow(value: number): number {
  const [bits] = new Int32Array(Float32Array.of(value).buffer);
  return new Float32Array(Int32Array.of(bits - 1).buffer)[0];
}
