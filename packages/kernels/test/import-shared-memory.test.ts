import { describe, expect, test } from "vitest";
import { importSharedMemory } from "../src/wasm/import-shared-memory.ts";
import { relaxedSimdBase64 } from "../src/wasm/relaxed-simd.generated.ts";
import { simd128Base64 } from "../src/wasm/simd128.generated.ts";

const header = [0x00, 0x61, 0x73, 0x6d, 0x01, 0x00, 0x00, 0x00];
const custom = [0x00, 0x02, 0x01, 0x78];
const types = [0x01, 0x04, 0x01, 0x60, 0x00, 0x00];
const functions = [0x03, 0x02, 0x01, 0x00];
const codes = [0x0a, 0x04, 0x01, 0x02, 0x00, 0x0b];
const memoryName = [0x03, 0x65, 0x6e, 0x76, 0x01, 0x6d];

/** An import section of `count` imports with the given bytes. */
function imports(count: number, ...bytes: number[]): number[] {
  return [0x02, bytes.length + 1, count, ...bytes];
}

function moduleOf(...sections: (readonly number[])[]): Uint8Array<ArrayBuffer> {
  return Uint8Array.from([...header, ...sections.flat()]);
}

const bytesOf = (base64: string) => Uint8Array.from(atob(base64), (byte) => byte.charCodeAt(0));

const shared = (initial: number, maximum: number) =>
  new WebAssembly.Memory({ initial, maximum, shared: true });

describe("importSharedMemory", () => {
  test.each([
    ["no maximum", [0x02, 0x00, 0x01], [0x02, 0x03, 0x01, 0x80, 0x80, 0x04]],
    ["a maximum", [0x02, 0x01, 0x01, 0x90, 0x01], [0x02, 0x03, 0x01, 0x80, 0x80, 0x04]],
    [
      "a minimum of two bytes",
      [0x02, 0x00, 0xac, 0x02],
      [0x02, 0x03, 0xac, 0x02, 0x80, 0x80, 0x04],
    ],
    [
      "a number written longer than it need be",
      [0x02, 0x00, 0x81, 0x00],
      [0x02, 0x03, 0x01, 0x80, 0x80, 0x04],
    ],
  ])("%s: rewrites the limits and nothing else", (_, memory, expected) => {
    const module = moduleOf(custom, types, imports(1, ...memoryName, ...memory), functions, codes);
    const patched = importSharedMemory(module, 65536);
    const section = imports(1, ...memoryName, ...expected);
    expect(patched).toEqual(moduleOf(custom, types, section, functions, codes));
    expect(WebAssembly.validate(patched)).toBe(true);
  });

  test("is idempotent", () => {
    const module = moduleOf(types, imports(1, ...memoryName, 0x02, 0x00, 0x01));
    const patched = importSharedMemory(module, 300);
    expect(importSharedMemory(patched, 300)).toEqual(patched);
  });

  test.each([
    ["simd128", simd128Base64],
    ["relaxed-simd", relaxedSimdBase64],
  ])("the %s module differs in its import section alone", (_, base64) => {
    const module = bytesOf(base64);
    const patched = importSharedMemory(module, 65536);
    const code = module.subarray(atob(base64).indexOf("memory") + "memory".length + 3);
    expect(patched.subarray(-code.length)).toEqual(code);
    expect(patched.length).toBe(module.length + 3);
  });

  test("the module takes a shared memory instead of one of its own", async () => {
    const module = await WebAssembly.compile(importSharedMemory(bytesOf(simd128Base64), 65536));
    const instantiate = (memory: WebAssembly.Memory) =>
      WebAssembly.instantiate(module, { env: { memory } });
    await expect(instantiate(shared(2, 4))).resolves.toBeInstanceOf(WebAssembly.Instance);
    await expect(instantiate(new WebAssembly.Memory({ initial: 2 }))).rejects.toThrow(
      WebAssembly.LinkError,
    );
  });

  test.each([
    ["no imports", moduleOf(types)],
    ["a function", moduleOf(types, imports(1, ...memoryName, 0x00, 0x00))],
    ["two imports", moduleOf(types, imports(2, ...memoryName, 0x02, 0x00, 0x01))],
  ])("refuses a module that imports %s", (_, module) => {
    expect(() => importSharedMemory(module, 1)).toThrow(
      "importSharedMemory: the module must import one memory and nothing else",
    );
  });

  test("refuses what is cut off or malformed", () => {
    const whole = moduleOf(types, imports(1, ...memoryName, 0x02, 0x00, 0x01));
    for (let length = header.length; length < whole.length; length++) {
      expect(() => importSharedMemory(whole.slice(0, length), 1)).toThrow(/^importSharedMemory: /);
    }
    const more = moduleOf(types, imports(1, ...memoryName, 0x02, 0x00, 0x01, 0x07));
    expect(() => importSharedMemory(more, 1)).toThrow(/malformed/);
    const sixtyFour = moduleOf(types, imports(1, ...memoryName, 0x02, 0x04, 0x01));
    expect(() => importSharedMemory(sixtyFour, 1)).toThrow(/malformed/);
    const long = moduleOf(
      types,
      imports(1, ...memoryName, 0x02, 0x80, 0x80, 0x80, 0x80, 0x80, 0x00),
    );
    expect(() => importSharedMemory(long, 1)).toThrow(/longer than 32 bits/);
  });
});
