import { readFile } from "node:fs/promises";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { extname, join, normalize } from "node:path";

const types: Readonly<Record<string, string>> = {
  ".html": "text/html; charset=utf-8",
  ".js": "text/javascript; charset=utf-8",
  ".wasm": "application/wasm",
};

/** Serves the files of a folder with a Content-Security-Policy, on a free port of this machine. */
export async function serveFolder(
  folder: string,
  policy: string,
): Promise<{ readonly url: string; close(): void }> {
  const server = createServer(async ({ url = "/" }, response) => {
    const file = normalize(new URL(url, "http://host").pathname);
    response.setHeader("Content-Security-Policy", policy);
    try {
      const contents = await readFile(join(folder, file));
      response.setHeader("Content-Type", types[extname(file)] ?? "application/octet-stream");
      response.end(contents);
    } catch {
      response.writeHead(404).end();
    }
  });
  await listen(server);
  const { port } = addressOf(server);
  return { url: `http://127.0.0.1:${port}/`, close: () => void server.close() };
}

function listen(server: Server): Promise<void> {
  return new Promise((resolve) => void server.listen(0, "127.0.0.1", resolve));
}

function addressOf(server: Server): AddressInfo {
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("the server has no port");
  return address;
}
