import type { SystemResult } from "../../src/systems/system-result.ts";

/** An invented result, like those of BNN's MLP where nothing else is said. */
export function inventedResult(changes: Partial<SystemResult> = {}): SystemResult {
  return {
    ...({ system: "bnn", preset: "bnn-theano", network: "mlp", seed: 1 } as const),
    ...{ epochs: 3, batch: 100, learningRate: 0.003, trainImages: 60000, testImages: 10000 },
    ...{ accuracy: 0.87, loss: 0.1, seconds: 60, modelBytes: 443600, bitsPerParameter: 5.25 },
    ...{ binaryMacShare: 0.398, sameClass: 10000, largestDifference: 1e-7 },
    ...changes,
  };
}

/** The float network beside it. */
export const floatResult: SystemResult = inventedResult({
  ...({ system: "float", preset: "float", accuracy: 0.9, modelBytes: 2687848 } as const),
  ...{ bitsPerParameter: 32, binaryMacShare: 0 },
});

/** An invented speed in batches of so many images. */
export function inventedSpeed(batchSize: number, imagesPerSecond: number) {
  const ratios = { "tfjs-wasm": 12.34, "onnxruntime-web-float": 4.56, "onnxruntime-node-float": 1 };
  return { batchSize, imagesPerSecond, ratios };
}
