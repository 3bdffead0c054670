import { loadModel, type MakeKernels } from "./load-model.ts";
import type { Answer, Request } from "./protocol.ts";
import { type LoadedModel, reportRun } from "./run-report.ts";
import { translateParagraphs } from "./translate-paragraphs.ts";

/** Lets this worker answer the requests of its page: one model, translated with until the worker is ended. */
export function serveRequests(makeKernels: MakeKernels): void {
  const running = new Map<number, AbortController>();
  const answer = (message: Answer): void => self.postMessage(message);
  let loading: Promise<LoadedModel> | undefined;

  async function run(request: Request, signal: AbortSignal): Promise<void> {
    const { id } = request;
    if (request.kind === "load") {
      loading = loadModel(request, makeKernels, (progress) =>
        answer({ id, kind: "loading", progress }),
      );
    }
    if (loading === undefined) throw new Error("no model has been loaded");
    const loaded = await loading;
    if (request.kind === "translate") {
      await translateParagraphs(loaded.translator, request, {
        signal,
        onText: (paragraph, delta) => answer({ id, kind: "text", paragraph, delta }),
        onParagraph: (index, paragraph) => answer({ id, kind: "paragraph", index, paragraph }),
        onProgress: (progress) => answer({ id, kind: "progress", progress }),
      });
    }
    if (request.kind === "align") {
      const { source, target } = request;
      const alignment = await loaded.translator.align(source, target, { signal });
      answer({ id, kind: "alignment", alignment });
    }
    answer({ id, kind: "done", report: reportRun(loaded) });
  }

  self.onmessage = async ({ data: request }: MessageEvent<Request>) => {
    const { id } = request;
    if (request.kind === "cancel") {
      running.get(id)?.abort();
      return;
    }
    const controller = new AbortController();
    running.set(id, controller);
    try {
      await run(request, controller.signal);
    } catch (error) {
      const { name, message } = error instanceof Error ? error : new Error(String(error));
      answer({ id, kind: "failed", name, message });
    } finally {
      running.delete(id);
    }
  };
}
