import type { Answer, Question } from "./messages.ts";

declare global {
  interface Window {
    ask(question: Question): Promise<Answer>;
  }
}

const worker = new Worker(new URL("./worker.ts", import.meta.url), { type: "module" });

window.ask = (question) =>
  new Promise((resolve, reject) => {
    worker.onmessage = ({ data }: MessageEvent<Answer>) => resolve(data);
    worker.onerror = ({ message }) => reject(new Error(message));
    worker.postMessage(question);
  });
