import type { GateCell } from "./cell.ts";
import { isConstant, type Net, one, zero } from "./net.ts";

/** A gate of which an operand is constant: a bit that there is already, or the complement of one. */
export interface FoldedGate {
  readonly net: Net;
  readonly isComplement: boolean;
}

/** What becomes of a gate that needs none; undefined where it needs one. */
export function foldGate(op: GateCell["op"], a: Net, b: Net): FoldedGate | undefined {
  if (isConstant(a) && !isConstant(b)) return foldGate(op, b, a);
  if (!isConstant(b)) return undefined;
  switch (op) {
    case "and":
      return { net: b === one ? a : zero, isComplement: false };
    case "or":
      return { net: b === one ? one : a, isComplement: false };
    case "xor":
      return complementIf(b === one, a);
    case "xnor":
      return complementIf(b === zero, a);
  }
}

function complementIf(isComplement: boolean, net: Net): FoldedGate {
  if (!isComplement || !isConstant(net)) return { net, isComplement };
  return { net: net === one ? zero : one, isComplement: false };
}
