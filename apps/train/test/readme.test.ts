import { readFile, rm, writeFile } from "node:fs/promises";
import { expect, test, vi } from "vitest";

test("the example of the README prints what it promises", async () => {
  const readme = await readFile(new URL("../README.md", import.meta.url), "utf8");
  const example = /```ts\n([\s\S]*?)```/.exec(readme)?.[1] ?? "";
  const promised = [...example.matchAll(/console\.log\(.*\); \/\/ (.+)$/gm)].map(
    ([, text]) => text,
  );
  const file = new URL("./readme-example.ts", import.meta.url);
  const log = vi.spyOn(console, "log").mockImplementation(() => undefined);
  await writeFile(file, example);
  try {
    await import(file.href);
    expect(promised.length).toBeGreaterThan(0);
    expect(log.mock.calls.map(([value]) => String(value))).toEqual(promised);
  } finally {
    log.mockRestore();
    await rm(file);
  }
});
