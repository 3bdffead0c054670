import { products } from "./products.js";

const stream = (url) => WebAssembly.compileStreaming(fetch(url));

const worker = new Worker(new URL("./worker.js", import.meta.url), { type: "module" });
const inWorker = new Promise((resolve, reject) => {
  worker.onmessage = ({ data }) => resolve(data);
  worker.onerror = ({ message }) => reject(new Error(message));
});

window.answer = Promise.all([products(stream), inWorker]).then(([page, worker]) => ({
  page,
  worker,
}));
