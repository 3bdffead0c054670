import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { createServer } from "node:net";

/** Whether this machine has a Redis server; CI installs one. */
export const hasRedis: boolean = spawnSync("redis-server", ["--version"]).status === 0;

/** A Redis server that keeps nothing. */
export interface RedisServer {
  readonly url: string;
  stop(): Promise<void>;
}

/** Starts one at a free port. */
export async function startRedis(): Promise<RedisServer> {
  const port = await freePort();
  const options = ["--port", String(port), "--bind", "127.0.0.1", "--save", "", "--dir", "/tmp"];
  const child = spawn("redis-server", options, { stdio: ["ignore", "pipe", "inherit"] });
  await saysReady(child);
  return {
    url: `redis://127.0.0.1:${port}`,
    async stop() {
      child.kill();
      await once(child, "close");
    },
  };
}

function saysReady(child: ChildProcess): Promise<void> {
  return new Promise((resolve, reject) => {
    let log = "";
    child.stdout?.setEncoding("utf8").on("data", (text: string) => {
      log += text;
      if (/Ready to accept connections/.test(log)) resolve();
    });
    child.on("close", () => reject(new Error(log)));
  });
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  server.close();
  await once(server, "close");
  if (address === null || typeof address === "string") throw new Error("no port");
  return address.port;
}
