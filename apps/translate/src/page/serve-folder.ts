import { readdir, readFile } from "node:fs/promises";
import { createServer, type Server, type ServerResponse } from "node:http";
import { extname, join, relative, sep } from "node:path";
import { promisify } from "node:util";
import { brotliCompress, constants } from "node:zlib";

const types: Readonly<Record<string, string>> = {
  ".css": "text/css; charset=utf-8",
  ".html": "text/html; charset=utf-8",
  ".js": "text/javascript; charset=utf-8",
  ".json": "application/json",
  ".safetensors": "application/octet-stream",
  ".svg": "image/svg+xml",
  ".wasm": "application/wasm",
  ".webmanifest": "application/manifest+json",
};

/** Where a folder is served, until it is closed. */
export interface FolderServer {
  readonly url: string;
  close(): Promise<void>;
}

export interface ServeOptions {
  readonly host: string;
  /** 0 takes any that is free. */
  readonly port: number;
  /** Headers of every answer. */
  readonly headers: Readonly<Record<string, string>>;
}

/** Serves the files that a folder has now, and nothing else.
 *  @throws Error of the system where the port cannot be had. */
export async function serveFolder(
  folder: string,
  { host, port, headers }: ServeOptions,
): Promise<FolderServer> {
  const files = await servedFiles(folder);
  const server = createServer(({ method = "GET", url = "/", headers: asked }, response) => {
    for (const [name, value] of Object.entries(headers)) response.setHeader(name, value);
    if (method !== "GET" && method !== "HEAD") {
      response.writeHead(405, { Allow: "GET, HEAD" }).end();
      return;
    }
    const file = files.get(url.replace(/[?#].*$/s, ""));
    if (file === undefined) {
      response.writeHead(404, { "Content-Type": "text/plain" }).end("There is no such file.\n");
      return;
    }
    const takesBrotli = /\bbr\b/.test(String(asked["accept-encoding"] ?? ""));
    file.answer(response, takesBrotli).catch((error) => response.destroy(error));
  });
  await listen(server, host, port);
  const address = server.address();
  const actual = typeof address === "object" && address !== null ? address.port : port;
  const name = host.includes(":") ? `[${host}]` : host;
  return {
    url: `http://${name === "127.0.0.1" ? "localhost" : name}:${actual}/`,
    close: () => close(server),
  };
}

/** The files of a folder by their paths as a browser asks for them. */
async function servedFiles(folder: string): Promise<ReadonlyMap<string, ServedFile>> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const files = new Map<string, ServedFile>();
  for (const entry of entries.filter((one) => one.isFile())) {
    const path = join(entry.parentPath, entry.name);
    const name = relative(folder, path).split(sep).map(encodeURIComponent).join("/");
    const file = new ServedFile(path);
    files.set(`/${name}`, file);
    if (name === "index.html") files.set("/", file);
  }
  return files;
}

class ServedFile {
  readonly #path: string;
  readonly #type: string;
  #compressed: Promise<Buffer> | undefined;

  constructor(path: string) {
    this.#path = path;
    this.#type = types[extname(path)] ?? "application/octet-stream";
  }

  async answer(response: ServerResponse, takesBrotli: boolean): Promise<void> {
    // Packed weights do not get smaller, and a browser that knows their length can show progress.
    const isCompressed = takesBrotli && this.#type !== "application/octet-stream";
    const body = await (isCompressed ? this.#compress() : readFile(this.#path));
    if (isCompressed) response.setHeader("Content-Encoding", "br");
    const isForGood = /[\\/]assets[\\/]/.test(this.#path);
    response.writeHead(200, {
      "Content-Type": this.#type,
      "Content-Length": body.length,
      "Cache-Control": isForGood ? "public, max-age=31536000, immutable" : "no-cache",
      Vary: "Accept-Encoding",
    });
    response.end(response.req.method === "HEAD" ? undefined : body);
  }

  #compress(): Promise<Buffer> {
    this.#compressed ??= readFile(this.#path).then((contents) =>
      promisify(brotliCompress)(contents, { params: { [constants.BROTLI_PARAM_QUALITY]: 9 } }),
    );
    return this.#compressed;
  }
}

function listen(server: Server, host: string, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once("error", reject);
    server.listen(port, host, () => {
      server.off("error", reject);
      resolve();
    });
  });
}

function close(server: Server): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve());
    server.closeAllConnections();
  });
}
