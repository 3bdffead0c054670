import { formatCode, numbersAt, type TypedNode } from "@bnnkit/model";
import type { Emitter } from "./emitter.ts";
import { floatRows } from "./float-rows.ts";
import { isReal } from "./product/real-codes.ts";
import type { Rows } from "./value.ts";

/** Rows of whole numbers or floats, four bytes each. */
export interface RealRows {
  readonly rows: Rows;
  readonly element: "int32" | "float32";
}

/** The rows of a value as exact sums where there are such, else as floats. */
export function realRows(name: string, emitter: Emitter): RealRows {
  const { ints } = emitter.value(name);
  if (ints !== undefined) return { rows: ints, element: "int32" };
  return { rows: floatRows(name, emitter), element: "float32" };
}

/** Why an op that reads whole numbers or floats refuses one of its inputs. */
export function refuseUnlessReal(typed: TypedNode, index = 0): string | undefined {
  const { code } = numbersAt(typed, index);
  if (isReal(code)) return undefined;
  return `its input must be numbers without a scale of each row, got ${formatCode(code)}`;
}
