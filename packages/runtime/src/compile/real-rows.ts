import type { Code } from "@bnnkit/core";
import { formatCode, numbersAt, type TypedNode } from "@bnnkit/model";
import { type Emitter, rowsAs } from "./emitter.ts";
import type { Rows } from "./value.ts";

/** Rows of whole numbers or floats, four bytes each. */
export interface RealRows {
  readonly rows: Rows;
  readonly element: "int32" | "float32";
}

/** The rows of a value as exact sums where there are such, else as floats.
 *  @throws RangeError for a value that is neither. */
export function realRows(name: string, emitter: Emitter): RealRows {
  const value = emitter.value(name);
  if (value.ints !== undefined) return { rows: value.ints, element: "int32" };
  return { rows: rowsAs(value, "floats"), element: "float32" };
}

/** Why an op that reads whole numbers or floats refuses one of its inputs. */
export function refuseUnlessReal(typed: TypedNode, index = 0): string | undefined {
  const { code } = numbersAt(typed, index);
  if (isReal(code)) return undefined;
  return `its input must be float32 or int32, got ${formatCode(code)}`;
}

function isReal(code: Code): boolean {
  const [{ digit, scale = 1, offset = 0 }] = code;
  return code.length === 1 && (digit === "float32" || digit === "int32") && scale === 1 && !offset;
}
