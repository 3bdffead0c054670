import { afterEach, describe, expect, test, vi } from "vitest";
import { GOLDEN_BYTES, proveEngine } from "../src/golden/prove-engine.ts";
import { createKernels, type Kernels, type KernelsOptions, type WasmIsa } from "../src/index.ts";
import { jsEngine } from "../src/js/js-engine.ts";
import { RESERVED_BYTES } from "../src/tape/layout.ts";
import { operationNames } from "../src/tape/operations/index.ts";
import { relaxedSimdBase64 } from "../src/wasm/relaxed-simd.generated.ts";
import { isas, wasmIsas } from "./arena-fixture.ts";

afterEach(() => vi.unstubAllGlobals());

/** Which of the two tiles is taken with relaxed SIMD depends on the engine. */
const bgemmOfPairs: Readonly<Record<WasmIsa, RegExp>> = {
  "wasm-relaxed-simd": /^bgemm_2x(32|64)__wasm_relaxed_simd$/,
  "wasm-simd128": /^bgemm_2x32__wasm_simd128$/,
};

const { instantiate, Memory, Module, validate, compile } = WebAssembly;

function stubWebAssembly(changed: object): void {
  vi.stubGlobal("WebAssembly", { instantiate, Memory, Module, validate, compile, ...changed });
}

/** Modules are compiled and proved once: a fresh copy of the package meets what WebAssembly is now. */
async function createFresh(options?: KernelsOptions): Promise<Kernels> {
  vi.resetModules();
  const fresh = await import("../src/index.ts");
  return fresh.createKernels(options);
}

/** Refuses the module with relaxed SIMD. */
function plainOnly(bytes: BufferSource): boolean {
  const isRelaxed = bytes.byteLength === Buffer.from(relaxedSimdBase64, "base64").length;
  return !isRelaxed && validate(bytes);
}

/** Instantiates, and clears the arena behind every run. */
async function wrong(module: WebAssembly.Module, imports: WebAssembly.Imports) {
  const { exports } = await instantiate(module, imports);
  const { memory } = imports.env;
  const run = (tape: number, end: number): number => {
    const status: number = Reflect.apply(Object(exports.run), undefined, [tape, end]);
    if (memory instanceof Memory) new Int32Array(memory.buffer).fill(0, RESERVED_BYTES / 4);
    return status;
  };
  return { exports: { run } };
}

describe("createKernels", () => {
  test("takes the fastest instruction set that is there", async () => {
    const kernels = await createKernels();
    expect(kernels.isa).toBe(isas[0]);
    expect(kernels.explain()[0].reason).toMatch(/^the fastest that proves itself here/);
  });

  test("explains every operation: kernel id and reason", async () => {
    const js = await createKernels({ isa: "js" });
    const operations = new Set(js.explain().map(({ operation }) => operation));
    expect(operations.size).toBe(operationNames.length);
    expect(js.explain().every(({ kernel }) => /^\w+_1x1__js$/.test(kernel))).toBe(true);
    expect(js.explain()[0]).toMatchObject({ reason: "asked for", shape: "any number of rows" });
    for (const isa of wasmIsas) {
      const reports = (await createKernels({ isa })).explain();
      const ids = reports.map(({ kernel }) => kernel);
      expect(ids).toContainEqual(expect.stringMatching(bgemmOfPairs[isa]));
      expect(ids).toContain("gemmFloat32_2x16__wasm_simd128");
      expect(new Set(ids).size).toBe(ids.length);
      expect(new Set(reports.map(({ operation }) => operation))).toEqual(operations);
    }
  });

  test("falls back to JavaScript without WebAssembly, and says so", async () => {
    vi.stubGlobal("WebAssembly", undefined);
    const kernels = await createFresh();
    expect(kernels.isa).toBe("js");
    expect(kernels.explain()[0].reason).toMatch(/^fallback: WebAssembly is missing$/);
  });

  test("falls back where SIMD does not validate; the demanded isa is an error then", async () => {
    vi.stubGlobal("WebAssembly", { validate: () => false });
    const kernels = await createFresh();
    expect(kernels.isa).toBe("js");
    expect(kernels.explain()[0].reason).toMatch(
      /^fallback: WebAssembly has no relaxed SIMD; WebAssembly has no 128-bit SIMD$/,
    );
    await expect(createFresh({ isa: "wasm-simd128" })).rejects.toThrow(
      "WebAssembly has no 128-bit SIMD",
    );
    await expect(createFresh({ isa: "wasm-relaxed-simd" })).rejects.toThrow(
      "WebAssembly has no relaxed SIMD",
    );
  });

  test("falls back to plain SIMD where relaxed SIMD does not validate, and says so", async () => {
    stubWebAssembly({ validate: plainOnly });
    const kernels = await createFresh();
    expect(kernels.isa).toBe("wasm-simd128");
    expect(kernels.explain()[0].reason).toMatch(
      /^the fastest that proves itself here; WebAssembly has no relaxed SIMD$/,
    );
  });

  test.skipIf(!isas.includes("wasm-relaxed-simd"))(
    "falls back to plain SIMD where relaxed SIMD computes wrong results, and says so",
    async () => {
      let instances = 0;
      stubWebAssembly({
        instantiate: (module: WebAssembly.Module, imports: WebAssembly.Imports) =>
          instances++ === 0 ? wrong(module, imports) : instantiate(module, imports),
      });
      const kernels = await createFresh();
      expect(kernels.isa).toBe("wasm-simd128");
      expect(kernels.explain()[0].reason).toMatch(
        /^the fastest that proves itself here; \w+ on wasm-relaxed-simd fails its golden self-test$/,
      );
    },
  );

  test("falls back where WebAssembly computes wrong results", async () => {
    stubWebAssembly({ instantiate: wrong });
    const kernels = await createFresh();
    expect(kernels.isa).toBe("js");
    expect(kernels.explain()[0].reason).toMatch(/^fallback: .*\w+ on wasm-simd128 fails/);
    for (const isa of wasmIsas) {
      await expect(createFresh({ isa })).rejects.toThrow("golden self-test");
    }
  });

  test("strict throws where it would fall back", async () => {
    stubWebAssembly({ instantiate: wrong });
    await expect(createFresh({ strict: true })).rejects.toThrow("golden self-test");
    stubWebAssembly({ validate: () => false });
    await expect(createFresh({ strict: true })).rejects.toThrow(
      /^createKernels: strict forbids JavaScript instead: WebAssembly has no relaxed SIMD; WebAsse/,
    );
    await expect(createFresh({ strict: true, tune: { budgetMilliseconds: 1 } })).rejects.toThrow(
      /^createKernels: strict forbids JavaScript instead/,
    );
    vi.stubGlobal("WebAssembly", undefined);
    await expect(createFresh({ strict: true })).rejects.toThrow(/WebAssembly is missing$/);
    expect((await createFresh({ strict: true, isa: "js" })).isa).toBe("js");
  });

  test("strict takes plain SIMD where the host has no relaxed SIMD: that is no fault", async () => {
    stubWebAssembly({ validate: plainOnly });
    const kernels = await createFresh({ strict: true });
    expect(kernels.isa).toBe("wasm-simd128");
    const relaxed = createFresh({ strict: true, isa: "wasm-relaxed-simd" });
    await expect(relaxed).rejects.toThrow("WebAssembly has no relaxed SIMD");
  });

  test("compiles and proves once, whatever number of kernels is made", async () => {
    let compiled = 0;
    let instances = 0;
    stubWebAssembly({
      compile: (bytes: BufferSource) => {
        compiled++;
        return compile(bytes);
      },
      instantiate: (module: WebAssembly.Module, imports: WebAssembly.Imports) => {
        instances++;
        return instantiate(module, imports);
      },
    });
    vi.resetModules();
    const fresh = await import("../src/index.ts");
    const made = await Promise.all(Array.from({ length: 5 }, () => fresh.createKernels()));
    expect({ compiled, instances }).toEqual({ compiled: 1, instances: 5 + 1 });
    const offsets = made.map((kernels, i) => {
      const offset = kernels.allocate(4);
      kernels.int32(offset, 1)[0] = i;
      return offset;
    });
    expect(made.map((kernels, i) => kernels.int32(offsets[i], 1)[0])).toEqual([0, 1, 2, 3, 4]);
  });

  test("what failed is tried again: memory may have been short", async () => {
    let instances = 0;
    stubWebAssembly({
      instantiate: (module: WebAssembly.Module, imports: WebAssembly.Imports) =>
        instances++ === 0
          ? Promise.reject(new RangeError("no memory"))
          : instantiate(module, imports),
    });
    vi.resetModules();
    const fresh = await import("../src/index.ts");
    const isa = "wasm-simd128";
    await expect(fresh.createKernels({ isa })).rejects.toThrow("no memory");
    expect((await fresh.createKernels({ isa })).isa).toBe(isa);
  });

  test("refuses an unknown isa and impossible sizes", async () => {
    await expect(createKernels(JSON.parse('{"isa":"avx"}'))).rejects.toThrow(
      new TypeError(
        'createKernels: isa must be "wasm-relaxed-simd", "wasm-simd128" or "js", got avx',
      ),
    );
    for (const initialBytes of [0, -1, 1.5, Number.NaN, 2 ** 40]) {
      await expect(createKernels({ initialBytes })).rejects.toThrow(RangeError);
    }
    await expect(createKernels({ maximumBytes: 10 })).rejects.toThrow(
      /^createKernels: maximumBytes must be an integer in 6208/,
    );
  });
});

describe("golden self-test", () => {
  test("the JavaScript engine passes", () => {
    expect(() => proveEngine(jsEngine(GOLDEN_BYTES))).not.toThrow();
  });

  test("one flipped bit anywhere in what operations write is found", { timeout: 120_000 }, () => {
    const seen = new Set<string>();
    // Every 251st word of the first half of the arena: some hold operands or padding, the others must be noticed.
    for (let word = RESERVED_BYTES / 4; word < GOLDEN_BYTES / 8; word += 251) {
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
