/// <reference types="vite/client" />
import type { WorkerUrl } from "@bnnkit/kernels";
import workerFile from "@bnnkit/kernels/worker?worker&url";
import { type Multiplied, multiplyOften } from "./multiply-often.ts";

/** What workers are started from: the program's text, its file, the file as the page's policy `mine` trusts it, or none there. */
export type WorkersFrom = "text" | "file" | "trusted file" | "missing file" | "another origin";

declare global {
  interface Window {
    multiplyOften(threads: number, workers: WorkersFrom): Promise<Multiplied>;
  }
}

window.multiplyOften = (threads, workers) => multiplyOften(threads, urlFor(workers));

function urlFor(workers: WorkersFrom): WorkerUrl | undefined {
  switch (workers) {
    case "text":
      return undefined;
    case "file":
      return new URL(workerFile, import.meta.url);
    case "trusted file": {
      const createScriptURL = (url: string): string => url;
      const policy = Reflect.get(window, "trustedTypes").createPolicy("mine", { createScriptURL });
      return policy.createScriptURL(workerFile);
    }
    case "missing file":
      return "./not-there.js";
    case "another origin":
      return "https://example.org/worker.js";
  }
}
