import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type ServedFolder, serveFolder } from "./serve-folder.ts";
import { writeWorker } from "./write-worker.ts";

const page = `<!doctype html>
<meta charset="utf-8">
<title>bnnkit benchmark</title>
<link rel="icon" href="data:,">
<script type="module">
const worker = new Worker("/worker.js", { type: "module" });
worker.onmessage = ({ data }) => window.onWorkerMessage(data);
worker.onerror = ({ message }) => window.onWorkerMessage({ kind: "failure", message });
window.start = (request) => worker.postMessage(request);
</script>
`;

/** Serves a page with the worker and its files, isolated from other origins so
 *  that threads share memory and the clock is fine. */
export async function openSite(): Promise<ServedFolder> {
  const folder = await mkdtemp(join(tmpdir(), "bnnkit-benchmark-"));
  try {
    await writeWorker(folder);
    await writeFile(join(folder, "index.html"), page);
    const { url, close } = await serveFolder(folder);
    return {
      url,
      close: async () => {
        await close();
        await rm(folder, { recursive: true });
      },
    };
  } catch (error) {
    await rm(folder, { recursive: true });
    throw error;
  }
}
