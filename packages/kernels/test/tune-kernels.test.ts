import { packBipolar } from "@bnnkit/core";
import { describe, expect, test } from "vitest";
import type { Engine } from "../src/engine.ts";
import { createKernels, type KernelChoice, packByteLanes, TapeBuilder } from "../src/index.ts";
import { type WasmIsa, wasmIsas } from "../src/isa.ts";
import {
  FIRST_RANGE_SHIFT,
  FOURTH_RANGE_SHIFT,
  KERNEL_MASK,
  SECOND_RANGE_SHIFT,
  THIRD_RANGE_SHIFT,
} from "../src/tape/binary-kernels.ts";
import { HEADER_WORDS, OPERANDS } from "../src/tape/layout.ts";
import { binaryCandidates, candidateByRule } from "../src/tune/binary-candidates.ts";
import { binaryKernels, choiceOf } from "../src/tune/binary-choice.ts";
import { binaryBuckets, rowRanges } from "../src/tune/shape-buckets.ts";
import { tuneKernels } from "../src/tune/tune-kernels.ts";
import { isas } from "./arena-fixture.ts";
import { signs } from "./operands.ts";

const shifts = [FIRST_RANGE_SHIFT, SECOND_RANGE_SHIFT, THIRD_RANGE_SHIFT, FOURTH_RANGE_SHIFT];

/** Milliseconds that a product takes with a kernel on a range of rows. */
type Cost = (isa: WasmIsa, code: number, range: number) => number;

/** Modules whose runs take no time but that of a clock of their own. */
function imagined(cost: Cost, of: readonly WasmIsa[] = wasmIsas) {
  let now = 0;
  const clock = (): number => {
    now += 0.001;
    return now;
  };
  const modules = of.map((isa) => {
    const buffer = new ArrayBuffer(2 ** 23);
    const engine: Engine = {
      isa,
      memory: { buffer, grow: () => {} },
      run: (tape) => {
        // Behind the header the first instruction: its own words and its operands.
        const words = new Int32Array(buffer, tape + 4 * HEADER_WORDS, OPERANDS + 7);
        const [rows] = new Int32Array(buffer, words[OPERANDS + 2], 1);
        const range = rowRanges.findIndex(([from, to]) => rows >= from && rows <= (to ?? rows));
        now += cost(isa, (words[OPERANDS + 6] >> shifts[range]) & KERNEL_MASK, range);
        return 0;
      },
    };
    return { isa, engine };
  });
  return { clock, modules };
}

const tileOf = ({ kernel }: { kernel: string }): string => kernel.split("_")[1];

describe("tuneKernels, by a clock of its own", () => {
  test("keeps the fastest kernel of each range of rows, with its gain", () => {
    const best = [2, 3, 1, 2];
    const { clock, modules } = imagined((_, code, range) => (code === best[range] ? 0.01 : 0.013));
    const { kernels } = tuneKernels(modules, 1000, clock);
    expect(kernels.length).toBe(binaryBuckets.length);
    for (const chosen of kernels) {
      const range = rowRanges.indexOf(chosen.shape.rows);
      const { tile } = binaryCandidates.find(({ code }) => code === best[range])!;
      expect(tileOf(chosen)).toBe(tile);
      expect(chosen.gain).toBeCloseTo(0.013 / 0.01, 2);
    }
  });

  test("keeps the rule's kernel where the difference may be noise", () => {
    const { clock, modules } = imagined((isa, code, range) =>
      code === candidateByRule(isa, rowRanges[range]).code ? 0.0102 : 0.01,
    );
    for (const { kernel, shape, gain } of tuneKernels(modules, 1000, clock).kernels) {
      expect(tileOf({ kernel })).toBe(candidateByRule("wasm-relaxed-simd", shape.rows).tile);
      expect(gain).toBeLessThan(1);
    }
  });

  test("takes the module that is faster over all buckets", () => {
    const plainWins = imagined((isa) => (isa === "wasm-simd128" ? 0.01 : 0.02));
    expect(tuneKernels(plainWins.modules, 1000, plainWins.clock).isa).toBe("wasm-simd128");
    const nearlyEqual = imagined((isa) => (isa === "wasm-simd128" ? 0.01 : 0.0102));
    expect(tuneKernels(nearlyEqual.modules, 1000, nearlyEqual.clock).isa).toBe("wasm-relaxed-simd");
  });

  test("stops at the budget and leaves to the rule what was not measured", () => {
    // One pass over all candidates may be under way when the warm-up ends, one sample when the rest does.
    const passMilliseconds =
      0.06 * binaryBuckets.length * binaryCandidates.length * wasmIsas.length;
    const measured = [1, 10, 7 * passMilliseconds, 200].map((budget) => {
      const { clock, modules } = imagined(() => 0.05);
      const start = clock();
      const { kernels } = tuneKernels(modules, budget, clock);
      expect(clock() - start).toBeLessThan(budget + passMilliseconds);
      return kernels.length;
    });
    expect([measured[0], measured[1], measured[3]]).toEqual([0, 0, binaryBuckets.length]);
    expect(measured[2]).toBeGreaterThan(0);
    expect(measured[2]).toBeLessThan(binaryBuckets.length);
  });
});

describe("the kernels of an instruction", () => {
  const rule = (isa: WasmIsa): number =>
    rowRanges.reduce((word, rows, i) => word | (candidateByRule(isa, rows).code << shifts[i]), 0);

  test("follow the rule without a choice, and in JavaScript are left open", () => {
    for (const isa of wasmIsas) {
      expect(binaryKernels(isa, undefined, { inFeatures: 7, outFeatures: 7 })).toBe(rule(isa));
    }
    expect(binaryKernels("js", undefined, { inFeatures: 7, outFeatures: 7 })).toBe(0);
  });

  test("are those of the buckets that the sizes lie in", () => {
    for (const candidate of binaryCandidates) {
      const wide = binaryBuckets.filter(({ outFeatures }) => outFeatures[0] === 65);
      const choice = choiceOf("wasm-simd128", candidate, wide);
      const all = shifts.reduce((word, shift) => word | (candidate.code << shift), 0);
      for (const inFeatures of [1, 512, 513, 4096]) {
        const of = (outFeatures: number) =>
          binaryKernels("wasm-simd128", choice, { inFeatures, outFeatures });
        expect(of(65)).toBe(all);
        expect(of(64)).toBe(rule("wasm-simd128"));
      }
    }
  });
});

describe("createKernels({ tune })", () => {
  test("gives the same integers as the rule, and a choice that makes the same kernels again", async () => {
    const tuned = await createKernels({ tune: { budgetMilliseconds: 60 } });
    const saved: KernelChoice = JSON.parse(JSON.stringify(tuned.choice));
    const again = await createKernels({ choice: saved });
    expect(again.isa).toBe(tuned.isa);
    expect(again.choice).toEqual(tuned.choice);
    const byRule = await createKernels();
    expect(byRule.choice).toBeUndefined();
    for (const rows of [1, 2, 3, 5, 31, 33, 67]) {
      const sums = [byRule, tuned, again].map((kernels) => {
        const [inFeatures, outFeatures] = [131, 83];
        const put = (words: Uint32Array): number => {
          const offset = kernels.allocate(words.byteLength);
          kernels.uint32(offset, words.length).set(words);
          return offset;
        };
        const weights = packBipolar(signs(outFeatures * inFeatures, 1), outFeatures, inFeatures);
        const out = kernels.allocate(4 * rows * outFeatures);
        const tape = new TapeBuilder(kernels)
          .bgemmInt32({
            bits: put(packBipolar(signs(rows * inFeatures, 2), rows, inFeatures).words),
            weights: put(packByteLanes(weights)),
            rows: put(Uint32Array.of(rows)),
            ...{ inFeatures, outFeatures, out },
          })
          .build();
        kernels.run(tape);
        return kernels.int32(out, rows * outFeatures).slice();
      });
      expect(sums[1]).toEqual(sums[0]);
      expect(sums[2]).toEqual(sums[0]);
    }
  });

  test("JavaScript has nothing to choose, and says so in a choice", async () => {
    const tuned = await createKernels({ isa: "js", tune: { budgetMilliseconds: 1 } });
    expect(tuned.choice).toMatchObject({ version: 1, isa: "js", moduleHash: "", kernels: [] });
    expect((await createKernels({ choice: tuned.choice! })).isa).toBe("js");
  });

  test("explain lists operation, bucket, kernel, reason and gain", async () => {
    const [isa] = wasmIsas.filter((one) => isas.includes(one));
    const narrowPairs = binaryCandidates.find(({ tile }) => tile === "2x32")!;
    const choice = choiceOf(isa, narrowPairs, binaryBuckets.slice(0, 6));
    const kernels = await createKernels({ choice });
    const reports = kernels.explain().filter(({ operation }) => operation === "bgemmSign");
    expect(reports.length).toBe(binaryBuckets.length);
    expect(reports[0]).toEqual({
      operation: "bgemmSign",
      shape: "1 … 3 rows, 1 … 512 inputs, 1 … 64 outputs",
      kernel: `bgemmSign_2x32__${isa.replaceAll("-", "_")}`,
      reason: `chosen before; measured on ${choice.engine}`,
      gain: 1,
    });
    expect(reports[6]).not.toHaveProperty("gain");
    expect(reports[6].reason).toBe("chosen before; by the rule, not measured");
  });

  test("refuses a budget that is none, and tune together with choice", async () => {
    for (const budgetMilliseconds of [0, -1, Number.NaN, Number.POSITIVE_INFINITY]) {
      await expect(createKernels({ tune: { budgetMilliseconds } })).rejects.toThrow(
        /^createKernels: tune\.budgetMilliseconds must be a positive number, got/,
      );
    }
    const choice = choiceOf("wasm-simd128", binaryCandidates[0], []);
    await expect(createKernels({ choice, tune: { budgetMilliseconds: 1 } })).rejects.toThrow(
      new RangeError("createKernels: give at most one of tune and choice"),
    );
  });
});
