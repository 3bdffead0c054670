import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { readModel } from "@bnnkit/model";
import type { Surroundings } from "../surroundings.ts";
import { openRemoteTranslator, type RemoteTranslator } from "./measured-process.ts";
import { exportTranslator } from "./onnx/export-translator.ts";

/** A peer that runs, with the size of its files. */
export interface OnnxPeer {
  readonly translator: RemoteTranslator;
  readonly modelBytes: number;
}

/** What peers are given. */
export interface OnnxPeerRequest {
  readonly modelPath: string;
  readonly tokenizerPath: string;
  readonly sentences: readonly string[];
  /** What the packed model says to each sentence. */
  readonly expected: readonly (readonly number[])[];
}

/** The float peers by name, and whether their one-bit activations are kept, so that they say the same. */
export const onnxPeers: Readonly<Record<string, { readonly keepsBits: boolean }>> = {
  "onnxruntime-web-float": { keepsBits: true },
  "onnxruntime-web-float-plain": { keepsBits: false },
};

/** Exports the model to ONNX in float32 and opens it in a process of its own.
 *  @throws Error when it cannot be exported, does not start, or says something else. */
export async function openOnnxPeer(
  name: string,
  { modelPath, ...request }: OnnxPeerRequest,
  surroundings: Surroundings,
): Promise<OnnxPeer> {
  const { keepsBits } = onnxPeers[name];
  const model = readModel(await readFile(modelPath));
  const { encoder, step, layout } = exportTranslator(model, { keepsBits });
  const folder = await mkdtemp(join(tmpdir(), "bnnkit-benchmark-"));
  try {
    const encoderPath = join(folder, "encoder.onnx");
    const stepPath = join(folder, "step.onnx");
    await Promise.all([writeFile(encoderPath, encoder), writeFile(stepPath, step)]);
    const translator = await openRemoteTranslator(
      {
        name,
        isPeer: true,
        threads: 1,
        batchSizes: [1],
        start: {
          script: "onnx-process.js",
          open: { ...request, encoderPath, stepPath, layout, saysTheSame: keepsBits },
        },
      },
      surroundings,
    );
    return { translator, modelBytes: encoder.length + step.length };
  } finally {
    // The process has read them when it has answered.
    await rm(folder, { recursive: true });
  }
}
