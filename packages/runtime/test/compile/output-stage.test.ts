import { createKernels } from "@bnnkit/kernels";
import { checkModel } from "@bnnkit/model";
import { expect, test } from "vitest";
import { WeightMemory } from "../../src/compile/weight-memory.ts";
import { lowerForward } from "../../src/forward/forward-program.ts";
import { outputNetworks } from "../classify/networks.ts";
import { randomModel } from "../random-model.ts";

/** The nodes that instructions compute, in order. */
async function nodesOf(name: string): Promise<readonly string[]> {
  const network = outputNetworks.find((known) => known.name.startsWith(name));
  if (network === undefined) throw new Error(`no network "${name}"`);
  const model = checkModel(randomModel(network, 3));
  using kernels = await createKernels({ isa: "js" });
  return lowerForward(model, new WeightMemory(kernels, model)).instructions.map(({ node }) => node);
}

test("a product, the affine map behind it and the PReLU behind that are one instruction", async () => {
  expect(await nodesOf("bytes, then bits")).toEqual([
    ...["bytes", "bytes/prelu", "bytes/sign"],
    ...["bits/prelu", "bits/sign"],
    ...["rows/prelu", "scores"],
  ]);
});

test("an affine map behind a product with constants of its own stays", async () => {
  expect(await nodesOf("floats with")).toEqual([
    ...["first/prelu", "second", "second/relu", "third/prelu", "fourth/norm", "scores"],
  ]);
});

test("a product that two nodes read is computed for both", async () => {
  expect(await nodesOf("whole numbers")).toEqual([
    ...["first", "relu", "sign", "second", "norm", "second", "sum", "prelu", "scores"],
  ]);
});

test("one number for each row joins a product without a bias, where it is there before", async () => {
  expect(await nodesOf("one number")).toEqual([
    ...["first", "first", "magnitude", "K", "K", "sign", "bits/prelu", "bytes", "bytes/K"],
    ...["biased", "biased/K", "early", "late", "early/late", "a", "b", "sum", "scores"],
  ]);
});

test("a sign that alone reads whole sums is made with them, whatever the product", async () => {
  expect(await nodesOf("signs behind")).toEqual([
    ...["bytes", "bytes/sign", "planes", "planes/sign", "rows/sign", "scores", "scores"],
  ]);
});

test("a pool between sums and their sign, and a second reader, keep them", async () => {
  expect(await nodesOf("a pool, or")).toEqual([
    ...["pooled", "pooled", "pool", "pool/sign", "shared", "shared/sign", "rows"],
    ...["rows", "shared", "sum", "scores"],
  ]);
});

test("a rounding to bytes that alone reads a product is made with it", async () => {
  expect(await nodesOf("digits of a step")).toEqual([
    ...["bytes", "bytes/q", "bytes/q", "signs", "codes/q", "bits/q", "whole/q", "planes/q"],
    ...["codes/q", "bits/q", "a", "whole/q", "planes/q", "b", "sum", "scores"],
  ]);
});
