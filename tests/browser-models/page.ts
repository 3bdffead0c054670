import { type Answer, type Question, runModels } from "./run-models.ts";

declare global {
  interface Window {
    runInPage(question: Question): Promise<Answer>;
    runInWorker(question: Question): Promise<Answer>;
  }
}

window.runInPage = runModels;

window.runInWorker = (question) =>
  new Promise((resolve, reject) => {
    const worker = new Worker(new URL("./worker.ts", import.meta.url), { type: "module" });
    worker.onmessage = ({ data }: MessageEvent<Answer>) => {
      resolve(data);
      worker.terminate();
    };
    worker.onerror = ({ message }) => reject(new Error(message));
    worker.postMessage(question);
  });
