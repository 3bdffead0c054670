// Prints what a process and what a worker thread of it compute, as JSON.
import { readFile } from "node:fs/promises";
import { isMainThread, parentPort, Worker } from "node:worker_threads";
import { products } from "./products.js";

const answer = await products((url) => readFile(url));
if (isMainThread) {
  const worker = new Worker(new URL(import.meta.url));
  worker.once("message", (inWorker) =>
    console.log(JSON.stringify({ page: answer, worker: inWorker })),
  );
} else {
  parentPort.postMessage(answer);
}
