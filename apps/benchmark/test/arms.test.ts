import { afterAll, describe, expect, test } from "vitest";
import type { Arm } from "../src/arm.ts";
import { bitAttentionOperator } from "../src/attention/bit-attention-operator.ts";
import { convolutionOperator } from "../src/convolution/convolution-operator.ts";
import { decoderLayerOperator } from "../src/decoder-layer/decoder-layer-operator.ts";
import { gemmOperator } from "../src/gemm/gemm-operator.ts";
import { logicOperator } from "../src/logic/logic-operator.ts";
import { ternaryOperator, w1a8Operator, w1a32Operator } from "../src/low-bit/low-bit-operator.ts";
import { type Case, createCases, type OpenCase } from "../src/operator.ts";
import { packingOperator } from "../src/packing/packing-operator.ts";

const gemmShapes = [
  { m: 1, n: 1, k: 1 },
  { m: 1, n: 17, k: 127 },
  { m: 2, n: 3, k: 31 },
  { m: 5, n: 7, k: 32 },
  { m: 7, n: 5, k: 33 },
  { m: 3, n: 11, k: 128 },
  { m: 11, n: 37, k: 129 },
  { m: 1, n: 19, k: 3969 },
];
const lowBitShapes = [
  { m: 1, n: 1, k: 1 },
  { m: 2, n: 17, k: 31 },
  { m: 5, n: 7, k: 129 },
];
const convolutionShapes = [
  { height: 1, width: 1, inFeatures: 1, outFeatures: 1, kernel: 1, stride: 1 },
  { height: 5, width: 7, inFeatures: 33, outFeatures: 17, kernel: 3, stride: 1 },
  { height: 7, width: 5, inFeatures: 129, outFeatures: 3, kernel: 5, stride: 2 },
  { height: 3, width: 4, inFeatures: 128, outFeatures: 67, kernel: 1, stride: 1 },
];
const packingShapes = [1, 31, 32, 33, 127, 128, 129].map((features) => ({ rows: 3, features }));
const attentionShapes = [
  { rows: 1, heads: 1, headFeatures: 8, keys: 1 },
  { rows: 3, heads: 2, headFeatures: 24, keys: 7 },
  { rows: 2, heads: 3, headFeatures: 64, keys: 33 },
];
const decoderLayers = [{ features: 32, inner: 48, heads: 4, keyHeads: 2, words: 5 }];
const logicShapes = [
  { samples: 1, inputs: 3, tables: 10, layers: 1, inputsPerTable: 1 },
  { samples: 131, inputs: 33, tables: 70, layers: 2, inputsPerTable: 2 },
  { samples: 9, inputs: 17, tables: 30, layers: 3, inputsPerTable: 6 },
];
const named = <Shape>(shapes: readonly Shape[]) => shapes.map((shape) => ({ shape, origin: "" }));

const small: readonly Case[] = [
  ...createCases({ ...gemmOperator, shapes: named(gemmShapes) }),
  ...[w1a8Operator, ternaryOperator, w1a32Operator].flatMap((operator) =>
    createCases({ ...operator, shapes: named(lowBitShapes) }),
  ),
  ...createCases({ ...decoderLayerOperator, shapes: named(decoderLayers) }),
  ...createCases({ ...convolutionOperator, shapes: named(convolutionShapes) }),
  ...createCases({ ...packingOperator, shapes: named(packingShapes) }),
  ...createCases({ ...bitAttentionOperator, shapes: named(attentionShapes) }),
  ...createCases({ ...logicOperator, shapes: named(logicShapes) }),
];
const rows = small.flatMap((each) =>
  each.contenders.map((contender) => ({
    each,
    contender,
    label: `${contender.name} ${each.shape}`,
  })),
);

/** Whether a machine may lack it: C programs need a compiler and the processor's instructions. */
const mayBeAbsent = ({ name, isOptional }: { name: string; isOptional: boolean }): boolean =>
  isOptional || name.startsWith("c-");
const absent = new Map<string, string>();
afterAll(() => {
  for (const [name, reason] of absent) console.warn(`${name} is not tested: ${reason}`);
});

async function prepare(
  open: OpenCase,
  { name }: { name: string },
  each: Case,
): Promise<Arm | undefined> {
  const contender = each.contenders.find((candidate) => candidate.name === name)!;
  try {
    const arm = await open.prepare(contender, 1);
    await arm.run();
    return arm;
  } catch (error) {
    if (!mayBeAbsent(contender)) throw error;
    absent.set(name, String(error));
    return undefined;
  }
}

describe.each(rows)("$each.op $label", ({ each, contender }) => {
  test("equals the reference, run once or twice", { timeout: 60_000 }, async () => {
    const open = each.open();
    const arm = await prepare(open, contender, each);
    if (arm === undefined) return;
    try {
      expect(arm.name).toBe(contender.name);
      await open.check(arm);
      await arm.run();
      await open.check(arm);
      if (arm.watch !== undefined) {
        expect((await arm.watch.time(3)).milliseconds).toBeGreaterThan(0);
        expect((await arm.watch.timeCold(4096)).cpuMilliseconds).toBeGreaterThan(0);
        await open.check(arm);
      }
    } finally {
      await arm.dispose();
    }
  });
});

test("a difference in one entry is found", async () => {
  const [first] = small.filter(({ shape }) => shape === "11x37x129");
  const open = first!.open();
  const arm = await prepare(open, { name: "bnnkit-js" }, first!);
  const result = Array.from(await arm!.result());
  result[40] = (result[40] ?? 0) + 2;
  await expect(open.check({ ...arm!, result: () => result })).rejects.toThrow(
    "bnnkit-js, 11x37x129: row 1, column 3 must be",
  );
});

test.each(["onnxruntime-web-float", "bnnkit-wasm", "bnnkit-wasm-floats"])(
  "%s runs on one thread and on two beside each other",
  { timeout: 60_000 },
  async (arm) => {
    const [first] = small.filter(({ shape }) => shape === "11x37x129");
    const contender = first!.contenders.find(({ name }) => name === arm)!;
    const open = first!.open();
    const arms = [await open.prepare(contender, 1), await open.prepare(contender, 2)];
    for (const arm of arms) await arm.run();
    for (const arm of arms) await open.check(arm);
    for (const arm of arms) await arm.dispose();
  },
);
