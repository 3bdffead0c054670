// The script of the page that measures in its visitor's browser.
import type { WorkerMessage } from "../../browser/messages.ts";
import { type KernelsRequest, kernelsRequest } from "../../kernels-request.ts";
import { kernelsReport } from "../../report/kernels-report.ts";
import type { BenchmarkReport } from "../../report/report.ts";
import type { KernelsResult } from "../../run-kernels.ts";
import { suiteFolder } from "../suite-files.ts";
import { machineHere } from "./machine-here.ts";
import { pageElement } from "./page-element.ts";
import { rowsTable } from "./rows-table.ts";

const form = pageElement("wish", HTMLFormElement);
const run = pageElement("run", HTMLButtonElement);
const cancel = pageElement("cancel", HTMLButtonElement);
const progress = pageElement("progress", HTMLProgressElement);
const status = pageElement("status", HTMLElement);
const result = pageElement("result", HTMLElement);
const versions: Readonly<Record<string, string>> = JSON.parse(
  pageElement("versions", HTMLElement).textContent ?? "{}",
);

if (location.protocol !== "file:") offer();

function offer(): void {
  pageElement("unserved", HTMLElement).hidden = true;
  form.hidden = false;
  const threads = inputNamed("threads");
  threads.disabled = !crossOriginIsolated;
  pageElement("threads-note", HTMLElement).textContent = crossOriginIsolated
    ? ""
    : "One thread only: the server does not send the headers that isolate this page from others (COOP and COEP).";
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    measure();
  });
}

function inputNamed(name: string): HTMLInputElement {
  const input = form.elements.namedItem(name);
  if (input instanceof HTMLInputElement) return input;
  throw new Error(`the form has no ${name}`);
}

function wish(): KernelsRequest {
  const cores = inputNamed("threads").checked ? navigator.hardwareConcurrency : 1;
  return kernelsRequest({
    filter: inputNamed("filter").value,
    isQuick: inputNamed("quick").checked,
    threadCounts: cores > 1 ? [1, cores] : [1],
  });
}

/** Measures in a worker, which cancelling ends. */
function measure(): void {
  const request = wish();
  const startedAt = new Date().toISOString();
  const worker = new Worker(new URL(`${suiteFolder}/worker.js`, document.baseURI), {
    type: "module",
  });
  const end = (message: string): void => {
    worker.terminate();
    setRunning(false);
    status.textContent = message;
  };
  result.replaceChildren();
  setRunning(true);
  status.textContent = "Loading";
  cancel.onclick = () => end("Cancelled");
  worker.onerror = ({ message }) => end(`It failed: ${message || "the worker does not load"}`);
  worker.onmessage = ({ data }: MessageEvent<WorkerMessage>) => {
    if (data.kind === "progress") {
      progress.value = data.part;
      status.textContent = data.message;
    } else if (data.kind === "failure") {
      end(`It failed: ${data.message}`);
    } else {
      end(doneText(data.result));
      const machine = machineHere(inputNamed("processor").value);
      show(kernelsReport(request, data.result, { startedAt, machine, versions }));
    }
  };
  worker.postMessage(request);
}

function doneText({ rows, absent }: KernelsResult): string {
  if (rows.length + absent.length === 0) return "Nothing contains that text.";
  return `Done: ${rows.length} figures, ${absent.length} arms that do not run here.`;
}

function setRunning(isRunning: boolean): void {
  for (const element of form.elements) {
    if (element instanceof HTMLInputElement) element.readOnly = isRunning;
  }
  run.disabled = isRunning;
  cancel.disabled = !isRunning;
  progress.hidden = !isRunning;
  progress.value = 0;
  (isRunning ? cancel : run).focus();
}

function show(report: BenchmarkReport): void {
  if (report.rows.length === 0) return;
  const text = `${JSON.stringify(report, undefined, 2)}\n`;
  const save = document.createElement("a");
  save.href = URL.createObjectURL(new Blob([text], { type: "application/json" }));
  save.download = `bnnkit-kernels-${report.startedAt.slice(0, 19).replaceAll(":", "")}.json`;
  save.textContent = "Save the report (JSON)";
  const line = document.createElement("p");
  line.append(save);
  result.replaceChildren(line, rowsTable(report.rows));
}
