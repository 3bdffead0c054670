import { parentPort, workerData } from "node:worker_threads";
import type { Translator } from "@bnnkit/runtime";
import { UsageError } from "../exit-code.ts";
import { openModel } from "../load-model.ts";
import type { Job, WorkerAnswer, WorkerRequest, WorkerStart } from "./worker-messages.ts";

// One thread of the pool: loads the model, then translates what it is sent.

const start: WorkerStart = workerData;
const running = new Map<number, AbortController>();

function say(answer: WorkerAnswer): void {
  parentPort?.postMessage(answer);
}

async function run(translator: Translator, { id, texts, search }: Job): Promise<void> {
  const stop = new AbortController();
  running.set(id, stop);
  try {
    const translations = await translator.translate(texts, { ...search, signal: stop.signal });
    const translated = translations.map(({ text, alternatives, isReliable }) => ({
      text,
      alternatives: alternatives.map((alternative) => alternative.text),
      isReliable,
    }));
    say({ kind: "done", id, translated });
  } catch (error) {
    say({ kind: "failed", id, message: messageOf(error) });
  } finally {
    running.delete(id);
  }
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

try {
  const translator = await openModel(start.files, { isa: start.isa, threads: 1 });
  parentPort?.on("message", (request: WorkerRequest) => {
    if (request.kind === "translate") void run(translator, request.job);
    else running.get(request.id)?.abort(new Error("cancelled"));
  });
  say({ kind: "ready" });
} catch (error) {
  say({ kind: "unfit", message: messageOf(error), isUsage: error instanceof UsageError });
}
