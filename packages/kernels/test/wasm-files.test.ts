import { readFileSync } from "node:fs";
import { afterEach, describe, expect, test, vi } from "vitest";
import { createKernels } from "../src/index.ts";
import { createKernelsFromFiles, wasmUrls } from "../src/wasm-files.ts";
import { isas } from "./arena-fixture.ts";

afterEach(() => vi.unstubAllGlobals());

const plain = () => Uint8Array.from(readFileSync(wasmUrls["wasm-simd128"]));
const relaxed = () => Uint8Array.from(readFileSync(wasmUrls["wasm-relaxed-simd"]));

describe("createKernels({ wasm })", () => {
  test("takes bytes, a buffer and a compiled module", async () => {
    const module = await WebAssembly.compile(plain());
    for (const file of [plain(), plain().buffer, module]) {
      const wasm = { "wasm-simd128": file };
      expect((await createKernels({ wasm })).isa).toBe("wasm-simd128");
      expect((await createKernelsFromFiles(wasm)).isa).toBe("wasm-simd128");
    }
  });

  test("tries the faster of two files first, and only those that are there", async () => {
    const both = { "wasm-simd128": plain(), "wasm-relaxed-simd": relaxed() };
    expect((await createKernels({ wasm: both })).isa).toBe(isas[0]);
    const one = { "wasm-simd128": plain() };
    const kernels = await createKernels({ wasm: one, strict: true });
    expect(kernels.isa).toBe("wasm-simd128");
    await expect(createKernels({ wasm: one, isa: "wasm-relaxed-simd" })).rejects.toThrow(
      "createKernels: wasm must have a module for wasm-relaxed-simd",
    );
    expect((await createKernels({ wasm: {} })).isa).toBe("js");
  });

  test("proves a file once, however often it is given", async () => {
    const { instantiate } = WebAssembly;
    let instances = 0;
    vi.stubGlobal("WebAssembly", {
      ...Object.fromEntries(
        ["Memory", "Module", "validate", "compile"].map((name) => [
          name,
          Reflect.get(WebAssembly, name),
        ]),
      ),
      instantiate: (module: WebAssembly.Module, imports: WebAssembly.Imports) => {
        instances++;
        return instantiate(module, imports);
      },
    });
    const wasm = { "wasm-simd128": plain() };
    for (let i = 0; i < 3; i++) await createKernels({ wasm });
    expect(instances).toBe(1 + 3);
  });

  test("refuses what is no module of this version, instead of falling back", async () => {
    const empty = Uint8Array.of(0, 0x61, 0x73, 0x6d, 1, 0, 0, 0);
    const page = new TextEncoder().encode("<!doctype html>");
    const stale = plain();
    stale[stale.length - 1] ^= 1;
    const refusals: [unknown, string][] = [
      [empty, "must be this version's module (wasm-simd128 "],
      [await WebAssembly.compile(empty), "got none of ours"],
      [stale, "must be this version's module"],
      [page, 'must start with the bytes "\\0asm"'],
      ["kernels.wasm", "must be the bytes of a .wasm file or a WebAssembly.Module"],
      [null, "must be the bytes of a .wasm file or a WebAssembly.Module"],
    ];
    for (const [file, message] of refusals) {
      const wasm = Object.fromEntries([["wasm-simd128", file]]);
      const created = Reflect.apply(createKernels, undefined, [{ wasm }]);
      await expect(created).rejects.toThrow(RangeError);
      await expect(Reflect.apply(createKernels, undefined, [{ wasm }])).rejects.toThrow(message);
    }
    if (isas.includes("wasm-relaxed-simd")) {
      const swapped = { "wasm-simd128": relaxed() };
      await expect(createKernels({ wasm: swapped })).rejects.toThrow("got wasm-relaxed-simd");
    }
  });
});
