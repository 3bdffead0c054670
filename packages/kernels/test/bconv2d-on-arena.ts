import type { ArenaFixture } from "./arena-fixture.ts";
import type { Bconv2dProduct } from "./bconv2d.contract.ts";
import { convolutionInputs, outputPixels, scaledConvolutionInputs } from "./convolution-fixture.ts";

/** Binary convolutions by a tape over an arena, outputs guarded. */
export function bconv2dOnArena(f: ArenaFixture): Bconv2dProduct {
  return {
    int32: (c) =>
      f.scope(() => {
        const out = f.intOutput(outputPixels(c) * c.outFeatures);
        f.run((tape) => tape.bconv2dInt32({ ...convolutionInputs(f, c), out: out.offset }));
        return out.read();
      }),
    scaled: (c) =>
      f.scope(() => {
        const out = f.floatOutput(outputPixels(c) * c.outFeatures);
        f.run((tape) => tape.bconv2d({ ...scaledConvolutionInputs(f, c), out: out.offset }));
        return out.read();
      }),
  };
}
