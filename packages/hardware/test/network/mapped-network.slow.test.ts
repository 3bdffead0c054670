import {
  dataflowModule,
  parseNetlist,
  planDataflow,
  printVerilog,
  runDataflow,
  simulateNetlist,
} from "@bnnkit/hardware";
import { synthesize } from "@bnnkit/hardware/synthesis";
import { expect, test } from "vitest";
import {
  binarize,
  classifier,
  convolution,
  dense,
  drawImages,
  drawModel,
  maximum,
  referenceOf,
  sign,
  square,
} from "./networks.ts";

test("gates of a network with a window, a pool and folds give the integers of the reference", async () => {
  const description = classifier({ height: 4, width: 4, features: 1, code: [{ digit: "uint8" }] }, [
    binarize("image"),
    convolution("first", "bits", 4, square(3, 1, 1)),
    sign("signs", "first"),
    maximum("pool", "signs", square(2, 0, 0, 2)),
    convolution("second", "pool", 6, square(2)),
    sign("more", "second"),
    dense("scores", "more", 3),
  ]);
  const model = drawModel(description, 31);
  const folding = {
    first: { pe: 2, simd: 1 },
    second: { pe: 3, simd: 4 },
    scores: { pe: 1, simd: 2 },
  };
  const plan = planDataflow(model, { folding });
  const { netlist } = await synthesize(printVerilog(dataflowModule(plan)), { target: "asic" });
  const circuit = simulateNetlist(parseNetlist(netlist));
  const images = drawImages(256, 16, 32);
  expect(runDataflow(plan, circuit, images)).toEqual(referenceOf(model, images));
});
