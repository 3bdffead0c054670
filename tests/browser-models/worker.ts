/// <reference types="vite/client" />
import { type Question, runModels } from "./run-models.ts";

self.onmessage = async ({ data }: MessageEvent<Question>) => {
  self.postMessage(await runModels(data));
};
