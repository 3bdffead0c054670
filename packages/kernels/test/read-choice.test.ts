import { afterEach, describe, expect, test, vi } from "vitest";
import { createKernels, type KernelChoice } from "../src/index.ts";
import { binaryCandidates } from "../src/tune/binary-candidates.ts";
import { choiceOf } from "../src/tune/binary-choice.ts";
import { readChoice } from "../src/tune/read-choice.ts";
import { binaryBuckets } from "../src/tune/shape-buckets.ts";

afterEach(() => vi.unstubAllGlobals());

const good = choiceOf("wasm-simd128", binaryCandidates[1], binaryBuckets);

describe("readChoice", () => {
  test("reads what was written, in whatever order of keys, and keeps nothing else", () => {
    const reversed = (value: unknown): unknown =>
      typeof value !== "object" || value === null || Array.isArray(value)
        ? value
        : Object.fromEntries(Object.entries(value).reverse());
    const text = JSON.stringify({ ...good, note: 1 }, (_, value) => reversed(value));
    expect(readChoice(JSON.parse(text))).toEqual(good);
  });

  const [first, second] = good.kernels;
  const bad: [string, unknown, ErrorConstructor, string][] = [
    ["null", null, TypeError, "must be an object, got null"],
    ["text", "{}", TypeError, "must be an object, got {}"],
    ["another format", { ...good, version: 2 }, RangeError, "version must be 1, got 2"],
    ["an unknown isa", { ...good, isa: "avx" }, RangeError, "isa must be one of"],
    ["another module", { ...good, moduleHash: "00" }, RangeError, "another version, tune again"],
    ["no engine", { ...good, engine: 5 }, TypeError, "engine must be a string, got 5"],
    ["no list", { ...good, kernels: {} }, TypeError, "kernels must be an array"],
    ["no kernel", { ...good, kernels: [7] }, TypeError, "kernels[0] must be an object, got 7"],
    [
      "an unknown kernel",
      { ...good, kernels: [{ ...first, kernel: "bgemm_9x9__wasm_simd128" }] },
      RangeError,
      "kernels[0].kernel must be one of bgemm_1x16__wasm_simd128, ",
    ],
    [
      "a kernel of another module",
      { ...good, kernels: [{ ...first, kernel: "bgemm_2x32__wasm_relaxed_simd" }] },
      RangeError,
      "kernels[0].kernel must be one of",
    ],
    [
      "a kernel for JavaScript",
      { ...good, isa: "js", moduleHash: "" },
      RangeError,
      "kernels[0].kernel must be one of ",
    ],
    [
      "an unknown operation",
      { ...good, kernels: [first, { ...second, operation: "relu" }] },
      RangeError,
      'kernels[1].operation must be "bgemm", got relu',
    ],
    [
      "an unknown bucket",
      { ...good, kernels: [{ ...first, shape: { ...first.shape, rows: [1, 2] } }] },
      RangeError,
      "kernels[0].shape must be a bucket of this version, got [[1,2],",
    ],
    [
      "no shape",
      { ...good, kernels: [{ ...first, shape: undefined }] },
      TypeError,
      "shape must be",
    ],
    [
      "no gain",
      { ...good, kernels: [{ ...first, gain: 0 }] },
      TypeError,
      "gain must be a positive",
    ],
    ["a bucket twice", { ...good, kernels: [first, first] }, RangeError, "name each bucket once"],
  ];
  test.each(bad)("refuses %s", async (_, choice, kind, message) => {
    const read = () => readChoice(choice);
    expect(read).toThrow(kind);
    expect(read).toThrow(message);
    await expect(createKernels({ choice: JSON.parse(JSON.stringify(choice)) })).rejects.toThrow(
      /^createKernels: choice/,
    );
  });
});

describe("createKernels({ choice })", () => {
  test("refuses another isa beside it", async () => {
    await expect(createKernels({ choice: good, isa: "js" })).rejects.toThrow(
      new RangeError("createKernels: choice.isa must be the isa js, got wasm-simd128"),
    );
  });

  test("where its instruction set is missing the rule decides and says so; strict throws", async () => {
    vi.stubGlobal("WebAssembly", undefined);
    vi.resetModules();
    const fresh = await import("../src/index.ts");
    const kernels = await fresh.createKernels({ choice: good });
    expect(kernels.choice).toBeUndefined();
    expect(kernels.isa).toBe("js");
    expect(kernels.explain()[0].reason).toBe(
      "fallback: WebAssembly is missing; the choice is for wasm-simd128: WebAssembly is missing",
    );
    const strict: Promise<unknown> = fresh.createKernels({ choice: good, strict: true });
    await expect(strict).rejects.toThrow("WebAssembly is missing");
  });

  test("gives a copy: what is changed afterwards changes nothing", async () => {
    const own: { -readonly [K in keyof KernelChoice]: KernelChoice[K] } = { ...good };
    const kernels = await createKernels({ choice: own });
    own.engine = "changed";
    expect(kernels.choice?.engine).toBe(good.engine);
  });
});
