import { createKernels } from "@bnnkit/kernels";
import {
  goldenRunTensors,
  goldenTranslationTensors,
  type PackedModel,
  type Tensor,
} from "@bnnkit/model";
import { describe, expect, test } from "vitest";
import { createClassifier } from "../src/classify/create-classifier.ts";
import { createTranslationSession } from "../src/translate/translation-session.ts";
import { verify } from "../src/verify/verify.ts";
import { networks } from "./classify/networks.ts";
import { generatedIds, openSession } from "./open-session.ts";
import { randomModel } from "./random-model.ts";

/** A model with golden examples: what it generates itself, changed by `change`. */
async function withGolden(change: (ids: number[], logProbabilities: number[]) => void) {
  const { model, kernels, session } = await openSession({ seed: 4 });
  const sources = [[4, 5, 6], [7]];
  const results = await session.translateIds(sources, { maximumLength: 6 });
  const examples = results.map(([best], i) => {
    const ids = [1, ...generatedIds(best!)];
    const logProbabilities = [...best!.logProbabilities];
    change(ids, logProbabilities);
    return {
      source: Int32Array.from(sources[i]!),
      target: Int32Array.from(ids),
      logProbabilities: Float32Array.from(logProbabilities),
    };
  });
  const tensors = new Map([...model.tensors, ...goldenTranslationTensors(examples)]);
  const golden: PackedModel = { ...model, tensors };
  return createTranslationSession(golden, kernels);
}

test("a model that reproduces its examples passes", async () => {
  using session = await withGolden(() => undefined);
  const report = await verify(session);
  expect(report).toMatchObject({ passed: true, tolerance: 0.01 });
  expect(report.examples.map(({ largestDifference }) => largestDifference)).toEqual([0, 0]);
  for (const { expected, actual } of report.examples) expect(actual).toEqual(expected);
});

test("another token fails and is named", async () => {
  using session = await withGolden((ids) => {
    ids[2] = ids[2] === 9 ? 10 : 9;
  });
  const report = await verify(session);
  expect(report.passed).toBe(false);
  expect(report.examples[0]).toMatchObject({ firstDifference: 1, passed: false });
});

test("a log-probability beyond the tolerance fails", async () => {
  using session = await withGolden((_, logProbabilities) => {
    logProbabilities[0]! += 0.25;
  });
  const report = await verify(session);
  expect(report.passed).toBe(false);
  expect(report.examples[0]!.largestDifference).toBeCloseTo(0.25, 5);
  expect((await verify(session, { tolerance: 0.3 })).passed).toBe(true);
});

test("nothing to verify is no pass", async () => {
  const { session } = await openSession();
  expect(await verify(session)).toEqual({ passed: false, tolerance: 0.01, examples: [] });
});

test("a signal stops it", async () => {
  using session = await withGolden(() => undefined);
  const signal = AbortSignal.abort(new Error("stop"));
  await expect(verify(session, { signal })).rejects.toThrow("stop");
});

describe("a classifier", () => {
  const [network] = networks;
  if (network === undefined) throw new Error("there must be networks");

  /** A model with a golden run: what it gives itself, changed by `change`. */
  async function classifierWithGolden(change: (scores: Float32Array) => void) {
    const kernels = await createKernels();
    const model = randomModel(network!, 3);
    using classifier = createClassifier(model, kernels);
    const data = Uint8Array.from({ length: 37 }, (_, i) => 6 * i);
    const output = await classifier.scores(data);
    change(output);
    const image: Tensor = { dtype: "U8", shape: [1, 1, 37], data };
    const golden = goldenRunTensors([{ inputs: new Map([["image", image]]), output }], 10);
    const tensors = new Map([...model.tensors, ...golden]);
    return createClassifier({ ...model, tensors }, kernels);
  }

  test("that reproduces its runs passes", async () => {
    using classifier = await classifierWithGolden(() => undefined);
    const report = await verify(classifier);
    expect(report).toMatchObject({ passed: true, tolerance: 0.01 });
    expect(report.examples.map(({ largestDifference }) => largestDifference)).toEqual([0]);
  });

  test("with another score fails", async () => {
    using classifier = await classifierWithGolden((scores) => {
      scores[3] = 2 * Math.max(1, ...scores.map(Math.abs));
    });
    const { passed, examples } = await verify(classifier);
    expect(passed).toBe(false);
    expect(examples[0]!.largestDifference).toBeGreaterThan(0.4);
  });

  test("without runs is no pass", async () => {
    using classifier = createClassifier(randomModel(network!, 3), await createKernels());
    expect(await verify(classifier)).toEqual({ passed: false, tolerance: 0.01, examples: [] });
  });
});
