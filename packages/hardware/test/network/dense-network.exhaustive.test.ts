import { dataflowModule, planDataflow, runDataflow, simulate } from "@bnnkit/hardware";
import { expect, test } from "vitest";
import {
  binarize,
  classifier,
  dense,
  drawImages,
  drawModel,
  referenceOf,
  sign,
} from "./networks.ts";

test("1,000 images through 64 → 32 → 10 give the integers of the reference", () => {
  const description = classifier(
    { height: 1, width: 1, features: 64, code: [{ digit: "uint8" }] },
    [
      binarize("image"),
      dense("hidden", "bits", 32),
      sign("signs", "hidden"),
      dense("scores", "signs", 10),
    ],
  );
  const model = drawModel(description, 21);
  const folding = { hidden: { pe: 8, simd: 16 }, scores: { pe: 2, simd: 8 } };
  const plan = planDataflow(model, { folding });
  const images = drawImages(1000, 64, 22);
  expect(runDataflow(plan, simulate(dataflowModule(plan)), images)).toEqual(
    referenceOf(model, images),
  );
});
