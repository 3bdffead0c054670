import { elementReader } from "./element-reader.ts";
import { activate } from "./output.ts";
import type { Operands } from "./words.ts";

const { fround } = Math;

/** x, element, rows, features, scales, offsets, slopes, relu, after, out */
export function affine_1x1__js(o: Operands): void {
  const { float32 } = o.words;
  const [features, scales, offsets] = [o.integer(3), o.word(4), o.word(5)];
  const [slopes, relu, after, out] = [o.word(6), o.integer(7) !== 0, o.word(8), o.word(9)];
  const x = elementReader(o, 0, o.integer(1));
  const length = o.cell(2) * features;
  for (let i = 0; i < length; i++) {
    const c = i % features;
    let y = fround(x(i));
    if (scales !== 0) y = fround(y * float32[scales + c]);
    y = activate(float32, y, offsets && offsets + c, slopes && slopes + c, relu);
    float32[out + i] = after === 0 ? y : y + float32[after + c];
  }
}
