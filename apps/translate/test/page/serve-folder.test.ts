import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { request } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type FolderServer, serveFolder } from "../../src/page/serve-folder.ts";

let root: string;
let server: FolderServer;

beforeAll(async () => {
  root = mkdtempSync(join(tmpdir(), "bnnkit-served-"));
  const folder = join(root, "site");
  mkdirSync(join(folder, "assets"), { recursive: true });
  writeFileSync(join(folder, "index.html"), "<p>page</p>");
  writeFileSync(join(folder, "assets/m-1.safetensors"), Uint8Array.of(1, 2, 3));
  writeFileSync(join(root, "secret.txt"), "secret");
  server = await serveFolder(folder, { host: "127.0.0.1", port: 0, headers: { "X-Own": "yes" } });
});
afterAll(async () => {
  await server.close();
  rmSync(root, { recursive: true, force: true });
});

/** Status and answer for a path that is sent as it is. */
function ask(path: string, method = "GET"): Promise<{ status: number; type: string; own: string }> {
  return new Promise((resolve, reject) => {
    const { port } = new URL(server.url);
    const asked = request({ host: "127.0.0.1", port, path, method }, (answer) => {
      answer.resume();
      const { "content-type": type = "", "x-own": own } = answer.headers;
      resolve({ status: answer.statusCode ?? 0, type, own: String(own) });
    });
    asked.on("error", reject).end();
  });
}

test("files are there by their paths, index.html as the folder, with the headers", async () => {
  const page = await fetch(server.url);
  expect(await page.text()).toBe("<p>page</p>");
  expect(page.headers.get("X-Own")).toBe("yes");
  const model = await fetch(`${server.url}assets/m-1.safetensors`);
  expect(new Uint8Array(await model.arrayBuffer())).toEqual(Uint8Array.of(1, 2, 3));
  expect(model.headers.get("Content-Length")).toBe("3");
  expect(model.headers.get("Cache-Control")).toContain("immutable");
  expect(page.headers.get("Cache-Control")).toBe("no-cache");
});

test.each([
  "/../secret.txt",
  "/%2e%2e/secret.txt",
  "/..%2fsecret.txt",
  "/assets",
  "/nothing",
  "//x",
  "//",
  "*",
])("%s is not there", async (path) => {
  expect(await ask(path)).toMatchObject({ status: 404, own: "yes" });
});

test("other methods than GET and HEAD are refused", async () => {
  expect((await ask("/", "HEAD")).status).toBe(200);
  expect((await ask("/", "POST")).status).toBe(405);
});
