import { bases, bipolar, type Code, float32, odd } from "@bnnkit/core";
import { createKernels, float32TableBytes } from "@bnnkit/kernels";
import { checkModel, type PackedModel } from "@bnnkit/model";
import { expect, test } from "vitest";
import { operatorFor } from "../../src/compile/product/product-operators.ts";
import { WeightMemory } from "../../src/compile/weight-memory.ts";
import { lowerForward } from "../../src/forward/forward-program.ts";
import { createClassifier } from "../../src/index.ts";
import { classifier, conv, dense, sign, square } from "../classify/networks.ts";
import { randomModel } from "../random-model.ts";

const pixels: Code = [{ digit: "uint8", offset: -128 }];
const ternaryRows: Code = [{ digit: "ternary", scale: "row" }];

test.each<[string, Code, Code, string]>([
  ["signs", pixels, bipolar, "codes"],
  ["signs with a scale for each row", pixels, [{ digit: "bipolar", scale: "row" }], "codes"],
  ["ternary digits with one for all", pixels, [{ digit: "ternary", scale: 0.5 }], "codes"],
  ["whole numbers of seven planes", pixels, odd(7), "codes"],
  ["whole numbers of eight planes", pixels, odd(8), "floats"],
  ["sums of scaled signs", pixels, bases([0.5, 0.25]), "floats"],
  ["bits with offsets", pixels, [{ digit: "unipolar", offset: 0.5 }], "floats"],
  ["scales of slices", pixels, [{ digit: "bipolar", scale: "row", slices: 2 }], "floats"],
  ["floats", pixels, float32, "floats"],
  ["whole multiples of bytes", [{ digit: "uint8", scale: 2 }], bipolar, "floats"],
  ["real numbers times ternary ones", float32, ternaryRows, "floats"],
])("%s: the form in which the left side is read", (_, x, weights, form) => {
  expect(operatorFor(x, weights)?.form).toBe(form);
});

test("sums of bytes and whole numbers are exact where floats are not", async () => {
  const description = classifier("beyond 2^24", { height: 1, width: 1, features: 520 }, [
    dense("hidden", "image", 2, odd(7)),
    sign("sign", "hidden"),
    dense("scores", "sign", 1, bipolar),
  ]);
  const model = withoutBits(randomModel(description, 1));
  // All weights are 127: 127·(519·255 + 254) = 16,840,073, which float32 has as 16,840,072.
  model.tensors.set("sign.thresholds", {
    ...{ dtype: "I32", shape: [2, 1] },
    data: Int32Array.of(16_840_073, 16_840_074),
  });
  const image = new Uint8Array(520).fill(255);
  image[7] = 254;
  using kernels = await createKernels();
  using network = createClassifier(checkModel(model), kernels);
  expect(await network.scores(image)).toEqual(Float32Array.of(0)); // +1 − 1
});

test("a map that is read as one row has one row of tables", async () => {
  const window = { ...square(7), size: [7, 5] as const };
  const model = checkModel(
    randomModel(
      classifier("whole", { code: float32 }, [conv("scores", "image", 4, ternaryRows, window)]),
      1,
    ),
  );
  using kernels = await createKernels({ isa: "js" });
  const { instructions } = lowerForward(model, new WeightMemory(kernels, model));
  const tables = instructions
    .flatMap(({ writes }) => writes)
    .filter(({ name }) => /tables/.test(name));
  expect(tables.map(({ bytesPerRow, space: { domain } }) => ({ bytesPerRow, domain }))).toEqual([
    { bytesPerRow: float32TableBytes(105), domain: { kind: "map", height: 1, width: 1 } },
  ]);
});

test("bits of slices and marked bits stay bits in memory, those of short slices become floats", async () => {
  const bytesOf = async (code: Code): Promise<number> => {
    const map = { height: 1, width: 1, features: 256, code: float32 };
    const model = randomModel(classifier("bits", map, [dense("scores", "image", 128, code)]), 1);
    using kernels = await createKernels({ isa: "js" });
    using network = createClassifier(checkModel(model), kernels);
    return network.weightBytes;
  };
  const floats = 4 * 256 * 128;
  const ofRows = { digit: "bipolar", scale: "row", slices: 2 } as const;
  // A plane, and for each row and slice a scale and what it adds everywhere; two rows of ones for the sums of slices.
  const plane = (256 * 128) / 8 + 2 * 4 * 2 * 128;
  expect(await bytesOf([ofRows])).toBeLessThan(plane + 16 * 4 * 256 + 500);
  // The signs, the marks, and the signs of what is marked.
  const marked: Code = [ofRows, { ...ofRows, sparse: { weights: 999 } }];
  expect(await bytesOf(marked)).toBeLessThan(3 * plane + 16 * 4 * 256 + 500);
  expect(await bytesOf([{ ...ofRows, slices: 16 }])).toBeGreaterThanOrEqual(floats);
});

/** The model with every bit 0, which is +1 among signs. */
function withoutBits(model: PackedModel) {
  const tensors = new Map(model.tensors);
  for (const [name, tensor] of tensors) {
    if (tensor.dtype === "U32") tensors.set(name, { ...tensor, data: tensor.data.slice().fill(0) });
  }
  return { ...model, tensors };
}
