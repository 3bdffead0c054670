import { expect, test } from "vitest";
import { vectorModuleBase64 } from "../src/vector-module.generated.ts";
import { instantiateVectorModule } from "../src/vector-module.ts";

test("the module has no memory and no data of its own", () => {
  const module = new WebAssembly.Module(Buffer.from(vectorModuleBase64, "base64"));
  const imports = WebAssembly.Module.imports(module).map(({ name, kind }) => `${kind} ${name}`);
  expect(imports.sort()).toEqual(["function log", "memory memory"]);
  expect(WebAssembly.Module.exports(module).every(({ kind }) => kind === "function")).toBe(true);
});

test("starting it leaves the memory as it is", async () => {
  const memory = new WebAssembly.Memory({ initial: 1 });
  new Uint8Array(memory.buffer).fill(7);
  await instantiateVectorModule(memory);
  expect(new Uint8Array(memory.buffer).every((byte) => byte === 7)).toBe(true);
});

test("a matrix product needs no more scratch memory than it says", async () => {
  const memory = new WebAssembly.Memory({ initial: 64 });
  const vector = await instantiateVectorModule(memory);
  const bytes = new Uint8Array(memory.buffer);
  for (const [rows, inner, columns] of [
    [1, 1, 1],
    [5, 3, 9],
    [3, 257, 7],
    [2, 300, 600],
  ]) {
    const scratch = vector.matMulScratchBytes(rows, inner, columns);
    const [a, b, c] = [0, 4 * rows * inner, 4 * inner * (rows + columns)];
    const from = c + 4 * rows * columns;
    for (const transposed of [0, 1]) {
      bytes.fill(7, from);
      vector.matMul(
        1,
        a,
        0,
        transposed ? rows : inner,
        transposed,
        b,
        0,
        transposed ? inner : columns,
        transposed,
        c,
        rows,
        inner,
        columns,
        from,
      );
      expect(bytes.subarray(from + scratch).every((byte) => byte === 7)).toBe(true);
    }
  }
});
