import type { ArenaFixture } from "./arena-fixture.ts";
import type { BgemmCase, BgemmProduct } from "./bgemm.contract.ts";

/** ±1 products by a tape over an arena, outputs guarded. */
export function bgemmOnArena(f: ArenaFixture): BgemmProduct {
  const inputs = (c: BgemmCase) => ({
    bits: f.signs(c.a, c.rows, c.inFeatures),
    weights: f.signByteLanes(c.weights, c.outFeatures, c.inFeatures),
    rows: f.ints([c.rows]),
    ...{ outFeatures: c.outFeatures, inFeatures: c.inFeatures },
  });
  return {
    int32: (c) =>
      f.scope(() => {
        const out = f.intOutput(c.rows * c.outFeatures);
        f.run((tape) => tape.bgemmInt32({ ...inputs(c), out: out.offset }));
        return out.read();
      }),
    scaled: (c) =>
      f.scope(() => {
        const out = f.floatOutput(c.rows * c.outFeatures);
        f.run((tape) =>
          tape.bgemm({
            ...inputs(c),
            rowScales: f.floats(c.rowScales),
            columnScales: f.floats(c.columnScales),
            bias: f.optionalFloats(c.bias),
            slopes: f.optionalFloats(c.slopes),
            relu: c.relu ?? false,
            out: out.offset,
          }),
        );
        return out.read();
      }),
  };
}
