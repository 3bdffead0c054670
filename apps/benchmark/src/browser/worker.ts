// Measures in a worker of a page: it may block, and the page stays out of the way.
import type { KernelsRequest } from "../kernels-request.ts";
import { runKernels } from "../run-kernels.ts";
import type { WorkerMessage } from "./messages.ts";

const say = (message: WorkerMessage): void => self.postMessage(message);

self.onmessage = async ({ data }: MessageEvent<KernelsRequest>) => {
  try {
    const onProgress = (message: string, part: number): void =>
      say({ kind: "progress", message, part });
    say({ kind: "result", result: await runKernels(data, "browser", { onProgress }) });
  } catch (error) {
    say({ kind: "failure", message: error instanceof Error ? error.message : String(error) });
  }
};
