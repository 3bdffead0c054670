import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { run } from "./program-fixture.ts";

const folder = mkdtempSync(join(tmpdir(), "bnnkit-benchmark-"));
afterAll(() => rmSync(folder, { recursive: true }));

test("kernels --browser measures in Chromium and writes the same report", {
  timeout: 300_000,
}, async () => {
  const path = join(folder, "report.json");
  const args = ["--browser", "--quick", "--threads", "1,2", "--filter", "1x256", "--json", path];
  const { code, output, error } = await run(["kernels", ...args]);
  expect(error).toContain("w1a1-gemm 1x256x256: bnnkit-relaxed, ");
  expect(code).toBe(0);
  expect(output).toMatch(/Chromium \d+/);
  const { machine, rows, absent, versions } = JSON.parse(readFileSync(path, "utf8"));
  expect(machine.browser).toMatch(/^Chromium \d+/);
  for (const { reason } of absent) expect(reason).toContain("WebGPU has no adapter here");
  expect(new Set(absent.map(({ arm }: { arm: string }) => arm))).toEqual(
    new Set(["bnnkit-webgpu", "bnnkit-webgpu-transfer"]),
  );
  type Row = { op: string; shape: string; arm: string; threads: number };
  const arms = rows
    .filter(({ op, shape }: Row) => op === "w1a1-gemm" && shape === "1x256x256")
    .map(({ arm, threads }: Row) => `${arm} ${threads}`);
  const web = ["float", "int8", "4bit"].map((arithmetic) => `onnxruntime-web-${arithmetic}`);
  const wasm = ["bnnkit-relaxed", "bnnkit-relaxed-floats", "bnnkit-wasm", "bnnkit-wasm-floats"];
  expect(arms).toEqual([
    ...[...wasm, "bnnkit-js", "popcount-js", "tfjs-wasm", ...web].map((arm) => `${arm} 1`),
    ...[...wasm, ...web].map((arm) => `${arm} 2`),
  ]);
  expect(rows.map(({ op }: Row) => op)).toContain("sign-and-pack");
  expect(versions).toHaveProperty("onnxruntime-web");
  for (const row of rows) {
    // The clock of a page may not have moved in a turn.
    expect(row.medianMilliseconds).toBeGreaterThanOrEqual(0);
    expect(row).not.toHaveProperty("medianCpuMilliseconds");
  }
});

test("kernels --browser --webgpu software names the software adapter in every line of it", async () => {
  const path = join(folder, "webgpu.json");
  const args = ["--quick", "--rounds", "1", "--filter", "webgpu 1x256x256|8x8x64", "--json", path];
  const { code, output } = await run(["kernels", "--browser", "--webgpu", "software", ...args]);
  expect(code).toBe(0);
  const { rows, absent } = JSON.parse(readFileSync(path, "utf8"));
  expect(absent).toEqual([]);
  expect(rows.map(({ op, arm }: { op: string; arm: string }) => `${op} ${arm}`)).toEqual([
    "w1a1-gemm bnnkit-webgpu",
    "w1a1-gemm bnnkit-webgpu-transfer",
    "w1a8-gemm bnnkit-webgpu",
    "w1a1-conv2d bnnkit-webgpu",
  ]);
  for (const { arm, device } of rows) {
    expect(device).toMatch(/swiftshader.*, software$/i);
    expect(output).toContain(`${arm} (${device})`);
  }
});

test("a browser that is not there ends with 2", async () => {
  const before = process.env.CHROMIUM_PATH;
  process.env.CHROMIUM_PATH = "/no/such/browser";
  try {
    const { code, error } = await run(["kernels", "--browser", "--quick"]);
    expect(error).toContain("set CHROMIUM_PATH");
    expect(code).toBe(2);
  } finally {
    if (before === undefined) delete process.env.CHROMIUM_PATH;
    else process.env.CHROMIUM_PATH = before;
  }
});
