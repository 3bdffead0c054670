import { createKernels, type KernelReport } from "@bnnkit/kernels";
import { expect, test } from "vitest";
import { createTranslationSession } from "../src/translate/translation-session.ts";
import { openSession, randomSources } from "./open-session.ts";
import { tinyModel } from "./tiny-model.ts";

test("dispose twice, then every call is an error", async () => {
  const { session } = await openSession();
  session.dispose();
  session.dispose();
  session[Symbol.dispose]();
  await expect(session.translateIds([[3]])).rejects.toThrow("disposed");
  expect(() => session.explain()).toThrow("disposed");
});

test("dispose in the middle of a request stops it and frees the memory", async () => {
  const { kernels } = await openSession();
  const before = kernels.mark();
  let closed = 0;
  const session = createTranslationSession(tinyModel(), kernels, { onClosed: () => closed++ });
  const work = session.translateIds(randomSources(31), { onProgress: () => session.dispose() });
  await expect(work).rejects.toThrow("disposed");
  expect(closed).toBe(1);
  expect(kernels.mark()).toBe(before);
});

test("200 rounds of create, run, dispose leave the arena as it was", async () => {
  const { kernels } = await openSession();
  const model = tinyModel({ layers: 1 });
  const before = kernels.mark();
  for (let round = 0; round < 200; round++) {
    using session = createTranslationSession(model, kernels);
    await session.translateIds([[3, 4, 5]], { maximumLength: 3 });
  }
  expect(kernels.mark()).toBe(before);
});

test("sessions disposed of in any order free everything in the end", async () => {
  const { kernels } = await openSession();
  const before = kernels.mark();
  const first = createTranslationSession(tinyModel(), kernels);
  const second = createTranslationSession(tinyModel({ seed: 2 }), kernels);
  const expected = await second.translateIds([[3, 4]], { maximumLength: 5 });
  first.dispose();
  expect(await second.translateIds([[3, 4]], { maximumLength: 5 })).toEqual(expected);
  second.dispose();
  expect(kernels.mark()).toBe(before);
});

test("a session created in the middle of a request survives the request", async () => {
  const { kernels, session } = await openSession();
  const before = kernels.mark();
  let late: ReturnType<typeof createTranslationSession> | undefined;
  await session.translateIds(randomSources(31), {
    maximumLength: 30,
    onProgress: () => {
      late ??= createTranslationSession(tinyModel({ seed: 2 }), kernels);
    },
  });
  const result = await late!.translateIds([[3, 4]], { maximumLength: 5 });
  late!.dispose();
  expect(kernels.mark()).toBe(before);
  const fresh = createTranslationSession(tinyModel({ seed: 2 }), kernels);
  expect(await fresh.translateIds([[3, 4]], { maximumLength: 5 })).toEqual(result);
  fresh.dispose();
});

test("too little memory for the weights or a batch is an error that names the way out", async () => {
  const weights = (await openSession()).session.statistics.weightBytes;
  const small = await createKernels({ isa: "js", maximumBytes: 8192 });
  const before = small.mark();
  expect(() => createTranslationSession(tinyModel(), small)).toThrow(/maximumBytes/);
  expect(() => createTranslationSession(tinyModel(), small)).toThrow(RangeError);
  expect(small.mark()).toBe(before);
  small.dispose();
  const enough = await createKernels({ isa: "js", maximumBytes: weights + 65536 });
  const session = createTranslationSession(tinyModel(), enough);
  const loaded = enough.mark();
  const large = session.translateIds(randomSources(31, Array(200).fill(20)), { batchTokens: 1e6 });
  await expect(large).rejects.toThrow(/batchTokens/);
  await expect(large).rejects.toThrow(RangeError);
  expect(enough.mark()).toBe(loaded);
  expect((await session.translateIds([[3]], { maximumLength: 2 })).length).toBe(1);
  enough.dispose();
});

test("NaN in the weights is refused", async () => {
  const { kernels } = await openSession();
  const model = tinyModel();
  model.tensors.get("enc/0/ff1.bias")!.data[3] = Number.NaN;
  expect(() => createTranslationSession(model, kernels)).toThrow(/enc\/0\/ff1\.bias/);
});

test("weights that make infinite sums are an error, not nonsense", async () => {
  const { kernels } = await openSession();
  const model = tinyModel({ weightBits: 32, activationBits: 32, tableBits: 32 });
  model.tensors.get("output-table.weights")!.data.fill(3e38);
  const session = createTranslationSession(model, kernels);
  await expect(session.translateIds([[3]])).rejects.toThrow(RangeError);
  session.dispose();
});

test("explain names the kernels of the operations that have run, and no others", async () => {
  const { session, kernels } = await openSession();
  expect(session.explain()).toEqual([]);
  await session.translateIds([[]]);
  expect(session.explain()).toEqual([]);
  await session.translateIds([[3]], { maximumLength: 2 });
  const reports = session.explain();
  const operations = new Set(reports.map(({ operation }) => operation));
  for (const name of ["embedInt8", "bgemm", "attention", "logSoftmaxTopK"]) {
    expect(operations).toContain(name);
  }
  for (const name of ["bconv2d", "bmaxPool2d", "bitAttention", "signWeightGemm"]) {
    expect(operations).not.toContain(name);
  }
  const all = kernels.explain().filter(({ operation }) => operations.has(operation));
  expect(reports).toEqual(all);
  for (const { kernel, reason } of reports)
    expect(`${kernel} ${reason}`).not.toContain("undefined");
});

test("explainLayers names the kernels that ran each layer, and what it computes with", async () => {
  const { session, kernels } = await openSession({ features: 24, feedForwardFeatures: 40 });
  expect(session.explainLayers()).toEqual([]);
  await session.translateIds([[3]], { maximumLength: 2 });
  const layers = session.explainLayers();
  const hidden = layers.find(({ name }) => name === "enc/0/ff1");
  expect(hidden).toMatchObject({
    ...{ graph: "encoder", op: "dense", weights: scaledBits, outFeatures: 40 },
    inputs: [{ code: scaledBits, features: 24 }],
  });
  expect(hidden?.kernels).toEqual(
    kernels.explain().filter(({ operation }) => operation === "bgemm"),
  );
  const nodes = layers.flatMap(({ name, along }) => [name, ...along]);
  expect(new Set(nodes).size).toBe(nodes.length);
  // Every operation of the session belongs to a layer, but the choice of the next token behind the last one.
  const ofLayers = new Set(layers.flatMap((layer) => layer.kernels.map(operationOf)));
  const ofSession = new Set(session.explain().map(operationOf));
  ofSession.delete("logSoftmaxTopK");
  expect(ofLayers).toEqual(ofSession);
});

const scaledBits = [{ digit: "bipolar", scale: "row" }];
const operationOf = ({ operation }: KernelReport): string => operation;
