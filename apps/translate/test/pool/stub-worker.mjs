// Speaks as a worker of the pool does, without a model. Texts tell it what to do: "die", "hang" (until it is told to stop),
// "deaf" (whatever it is told), "fail"; any other text is given back in capitals, marked with how many it came with.
import { parentPort, workerData } from "node:worker_threads";

const { tokenizerJson } = workerData.files;
if (tokenizerJson === "unfit") {
  parentPort.postMessage({ kind: "unfit", message: "no model", isUsage: true });
} else {
  parentPort.postMessage({ kind: "ready" });
}

parentPort.on("message", (request) => {
  if (request.kind === "cancel") {
    parentPort.postMessage({ kind: "failed", id: request.id, message: "cancelled" });
    return;
  }
  const { id, texts } = request.job;
  if (texts.includes("die")) process.exit(1);
  if (texts.includes("deaf")) for (;;);
  if (texts.includes("hang")) return;
  if (texts.includes("fail")) {
    parentPort.postMessage({ kind: "failed", id, message: "failed as told" });
    return;
  }
  const translated = texts.map((text) => {
    const translation = `${text.toUpperCase()} ${texts.length}`;
    return { text: translation, alternatives: [translation], isReliable: true };
  });
  parentPort.postMessage({ kind: "done", id, translated });
});
