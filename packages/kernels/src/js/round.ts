import { ELEMENT_INT32 } from "../tape/layout.ts";
import { elementReader } from "./element-reader.ts";
import { digitOf } from "./output.ts";
import type { Operands } from "./words.ts";

/** x, element, rows, features, two words of step, least, greatest, out, outElement */
export function round_1x1__js(o: Operands): void {
  const { int8, int32 } = o.words;
  const x = elementReader(o, 0, o.integer(1));
  const length = o.cell(2) * o.integer(3);
  const digits = { step: o.double(4), least: o.integer(6), greatest: o.integer(7) };
  const [to, out] = o.integer(9) === ELEMENT_INT32 ? [int32, o.word(8)] : [int8, o.byte(8)];
  for (let i = 0; i < length; i++) to[out + i] = digitOf(x(i), digits);
}
