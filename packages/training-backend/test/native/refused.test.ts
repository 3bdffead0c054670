import { createRequire } from "node:module";
import * as tf from "@tensorflow/tfjs";
import { afterEach, describe, expect, test, vi } from "vitest";
import { installTrainingBackend } from "../../src/install-training-backend.ts";

const realRequire = createRequire(import.meta.url);

afterEach(() => vi.unstubAllGlobals());

/** Lets onnxruntime-node be found by `resolve`, with the modules that `load` gives in the stead of its own. */
function pretend(load: (name: string) => unknown, resolve = realRequire.resolve): void {
  const createRequire = () =>
    Object.assign((name: string): unknown => load(name) ?? realRequire(name), { resolve });
  const getBuiltinModule = { value: () => ({ createRequire }) };
  vi.stubGlobal("process", Object.create(process, { getBuiltinModule }));
}

/** A binding whose products change nothing. */
const idleBinding = {
  initOrt: () => undefined,
  binding: {
    InferenceSession: class {
      loadModel(): void {}
      run(): void {}
    },
  },
};

const pretences: readonly (readonly [string, () => void, RegExp])[] = [
  [
    "is missing",
    () =>
      pretend(
        () => undefined,
        Object.assign(() => realRequire.resolve("./no-such-package"), realRequire.resolve),
      ),
    /Cannot find module/,
  ],
  [
    "is of another release",
    () => pretend((name) => (name.endsWith("package.json") ? { version: "1.31.0" } : undefined)),
    /onnxruntime-node must be 1\.30\.0, got 1\.31\.0/,
  ],
  [
    "multiplies wrongly",
    () => pretend((name) => (name.endsWith("binding.js") ? idleBinding : undefined)),
    /golden product is 99, expected -?\d+/,
  ],
  [
    "is not to be had, as there is no Node",
    // Not undefined: while the backend is awaited, the test runner's own messages need a process.
    () => vi.stubGlobal("process", Object.create(process, { getBuiltinModule: {} })),
    /needs Node/,
  ],
];

describe.each(pretences)("where onnxruntime-node %s", (_, begin, reason) => {
  test("the SIMD kernels multiply, and the report says why", async () => {
    begin();
    const report = await installTrainingBackend({ nativeMatMul: "auto" });
    vi.unstubAllGlobals();
    expect(report.matMul).toBe("wasm simd128");
    expect(report.nativeMatMulRefused).toMatch(reason);
    const product = tf.matMul(tf.tensor2d([[1, 2]]), tf.tensor2d([[3], [4]]));
    expect([...product.dataSync()]).toEqual([1 * 3 + 2 * 4]);
  });

  test("who insists on it gets the reason as an error", async () => {
    begin();
    await expect(installTrainingBackend({ nativeMatMul: true })).rejects.toThrow(reason);
  });
});
