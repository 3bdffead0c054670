import { createServer, get } from "node:http";

/** A server before another one, which sends files of a kind bit by bit. */
export interface SlowServer {
  readonly url: string;
  /** Sends the rest. */
  release(): void;
  close(): Promise<void>;
}

/** @param slow  Files of which the second half is held back until it is released. */
export async function slowServer(behind: string, slow: RegExp): Promise<SlowServer> {
  let release: () => void = () => undefined;
  const released = new Promise<void>((resolve) => {
    release = resolve;
  });
  const server = createServer((request, response) => {
    get(new URL(request.url ?? "/", behind), { headers: request.headers }, async (answer) => {
      response.writeHead(answer.statusCode ?? 500, answer.headers);
      const half = Number(answer.headers["content-length"] ?? 0) / 2;
      let sent = 0;
      for await (const part of answer) {
        if (slow.test(request.url ?? "") && sent > half) await released;
        response.write(part);
        sent += part.length;
      }
      response.end();
    });
  });
  await new Promise<void>((resolve) => void server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("the server has no port");
  return {
    url: `http://localhost:${address.port}/`,
    release,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
