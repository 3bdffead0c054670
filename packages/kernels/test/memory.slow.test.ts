import { execFileSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import type { KernelsOptions } from "../src/index.ts";

const ROUNDS = 3_000;
const script = fileURLToPath(new URL("create-run-dispose.mjs", import.meta.url));

// V8 reserves 10 GiB of addresses for every WebAssembly memory: small arenas give the collector the least reason to work.
const options: [string, KernelsOptions][] = [
  ["the default", {}],
  ["small arenas", { initialBytes: 65536 }],
  ["plain SIMD", { isa: "wasm-simd128" }],
  ["JavaScript", { isa: "js", initialBytes: 65536 }],
];

test.each(options)("3,000 rounds of create, run, dispose leave no growth: %s", (_, given) => {
  const output = execFileSync(
    process.execPath,
    ["--expose-gc", script, String(ROUNDS), JSON.stringify(given)],
    { encoding: "utf8", timeout: 300_000 },
  );
  const { before, after } = JSON.parse(output);
  // Some three hundred bytes a round, where an arena that is kept would be 65,536.
  expect(after.external - before.external).toBeLessThan(2 ** 20);
  expect(after.arrayBuffers - before.arrayBuffers).toBeLessThan(2 ** 20);
  expect(after.heapUsed - before.heapUsed).toBeLessThan(2 ** 20);
  // The process keeps pages that garbage lay in: up to 25 MiB here, a tenth of what would be left if arenas were.
  expect(after.rss - before.rss).toBeLessThan(2 ** 26);
});
