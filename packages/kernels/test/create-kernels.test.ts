import { afterEach, describe, expect, test, vi } from "vitest";
import { GOLDEN_BYTES, proveEngine } from "../src/golden/prove-engine.ts";
import { createKernels } from "../src/index.ts";
import { jsEngine } from "../src/js/js-engine.ts";

afterEach(() => vi.unstubAllGlobals());

describe("createKernels", () => {
  test("takes WebAssembly where it validates and proves itself", async () => {
    const kernels = await createKernels();
    expect(kernels.isa).toBe("wasm-simd128");
  });

  test("explains every operation: kernel id and reason", async () => {
    const [wasm, js] = [await createKernels(), await createKernels({ isa: "js" })];
    const ids = wasm.explain().map(({ kernel }) => kernel);
    expect(ids).toContain("bgemm_1x8__wasm_simd128");
    expect(ids).toContain("gemmFloat32_2x16__wasm_simd128");
    expect(new Set(ids).size).toBe(ids.length);
    const operations = new Set(wasm.explain().map(({ operation }) => operation));
    expect(new Set(js.explain().map(({ operation }) => operation))).toEqual(operations);
    expect(operations.size).toBe(25);
    expect(js.explain().every(({ kernel }) => /^\w+_1x1__js$/.test(kernel))).toBe(true);
    expect(js.explain()[0].reason).toBe("asked for; any number of rows");
  });

  test("falls back to JavaScript without WebAssembly, and says so", async () => {
    vi.stubGlobal("WebAssembly", undefined);
    const kernels = await createKernels();
    expect(kernels.isa).toBe("js");
    expect(kernels.explain()[0].reason).toMatch(/^fallback: WebAssembly is missing/);
  });

  test("falls back where SIMD does not validate; the demanded isa is an error then", async () => {
    vi.stubGlobal("WebAssembly", { validate: () => false });
    expect((await createKernels()).isa).toBe("js");
    await expect(createKernels({ isa: "wasm-simd128" })).rejects.toThrow(
      "WebAssembly has no 128-bit SIMD",
    );
  });

  test("falls back where WebAssembly computes wrong results", async () => {
    const { instantiate, Memory, validate, compile } = WebAssembly;
    const wrong = async (module: WebAssembly.Module, imports: WebAssembly.Imports) => {
      const { exports } = await instantiate(module, imports);
      const { memory } = imports.env;
      const run = (tape: number, end: number): number => {
        const status: number = Reflect.apply(Object(exports.run), undefined, [tape, end]);
        if (memory instanceof Memory) new Int32Array(memory.buffer).fill(0, 512);
        return status;
      };
      return { exports: { run } };
    };
    vi.stubGlobal("WebAssembly", { instantiate: wrong, Memory, validate, compile });
    const kernels = await createKernels();
    expect(kernels.isa).toBe("js");
    expect(kernels.explain()[0].reason).toMatch(/^fallback: \w+ on wasm-simd128 fails/);
    await expect(createKernels({ isa: "wasm-simd128" })).rejects.toThrow("golden self-test");
  });

  test("refuses an unknown isa and impossible sizes", async () => {
    await expect(createKernels(JSON.parse('{"isa":"avx"}'))).rejects.toThrow(
      new TypeError('createKernels: isa must be "wasm-simd128" or "js", got avx'),
    );
    for (const initialBytes of [0, -1, 1.5, Number.NaN, 2 ** 40]) {
      await expect(createKernels({ initialBytes })).rejects.toThrow(RangeError);
    }
    await expect(createKernels({ maximumBytes: 10 })).rejects.toThrow(
      /^createKernels: maximumBytes must be an integer in 2112/,
    );
  });
});

describe("golden self-test", () => {
  test("the JavaScript engine passes", () => {
    expect(() => proveEngine(jsEngine(GOLDEN_BYTES))).not.toThrow();
  });

  test("one flipped bit anywhere in what operations write is found", () => {
    const seen = new Set<string>();
    // Every 61st word of the arena: some hold operands or padding, the others must be noticed.
    for (let word = 512; word < GOLDEN_BYTES / 4; word += 61) {
      const engine = jsEngine(GOLDEN_BYTES);
      const run = (tape: number, end: number): number => {
        const status = engine.run(tape, end);
        new Int32Array(engine.memory.buffer)[word] ^= 1 << 22;
        return status;
      };
      try {
        proveEngine({ ...engine, memory: engine.memory, run });
      } catch (error) {
        seen.add(String(error).replace(/ on .*/, ""));
      }
    }
    expect(seen.size).toBeGreaterThanOrEqual(8);
  });
});
