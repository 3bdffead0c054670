import { expect, test } from "vitest";
import { createKernels, type Isa } from "../src/index.ts";
import { HEADER_WORDS } from "../src/tape/layout.ts";
import { relaxedSimdBase64 } from "../src/wasm/relaxed-simd.generated.ts";
import { simd128Base64 } from "../src/wasm/simd128.generated.ts";
import { isas } from "./arena-fixture.ts";

const modules: [Isa, string][] = [
  ["wasm-relaxed-simd", relaxedSimdBase64],
  ["wasm-simd128", simd128Base64],
];

for (const [isa, base64] of modules) {
  test.skipIf(!isas.includes(isa))(
    `the module of ${isa} imports its memory alone and exports functions alone`,
    async () => {
      const module = await WebAssembly.compile(Buffer.from(base64, "base64"));
      expect(WebAssembly.Module.imports(module)).toEqual([
        { module: "env", name: "memory", kind: "memory" },
      ]);
      expect(WebAssembly.Module.exports(module)).toEqual(
        ["enlist", "run", "resume", "runPiece"].map((name) => ({ name, kind: "function" })),
      );
    },
  );
}

test("an unknown opcode stops the tape with a status instead of running on", async () => {
  for (const isa of isas) {
    const kernels = await createKernels({ isa });
    const offset = kernels.allocate(32);
    kernels.int32(offset, 8).fill(0);
    kernels.int32(offset, 8)[HEADER_WORDS] = 0x7fff | (1 << 16);
    const tape = { offset, byteLength: 4 * (HEADER_WORDS + 1), operations: [] };
    expect(() => kernels.run(tape)).toThrow(/the tape is damaged \(status 3\)/);
  }
});
