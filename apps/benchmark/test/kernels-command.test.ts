import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, test } from "vitest";
import { run } from "./program-fixture.ts";

const folder = mkdtempSync(join(tmpdir(), "bnnkit-benchmark-"));
afterAll(() => rmSync(folder, { recursive: true }));

describe("kernels --quick --json", () => {
  const path = join(folder, "report.json");
  const finished = run(["kernels", "--quick", "--filter", "w1a1-gemm 1x256x256", "--json", path]);

  test("ends with 0, the table on one stream and progress on the other", async () => {
    const { code, output, error } = await finished;
    expect(error).toMatch(/^\[1\/1\] w1a1-gemm 1x256x256: bnnkit-relaxed, .*, c-vpopcntdq\n$/);
    expect(code).toBe(0);
    expect(output).toContain("w1a1-gemm 1x256x256, 1 thread (model-en-de: projection, 1 token)\n");
    expect(output).toContain("bnnkit-wasm ×");
  });

  test("writes the documented format and nothing beside it", async () => {
    await finished;
    expect(readdirSync(folder)).toEqual(["report.json"]);
    const report = JSON.parse(readFileSync(path, "utf8"));
    const text = expect.any(String);
    const number = expect.any(Number);
    const row = {
      kind: "measured",
      op: "w1a1-gemm",
      arm: text,
      isPeer: expect.any(Boolean),
      shape: "1x256x256",
      origin: "model-en-de: projection, 1 token",
      threads: 1,
      samples: number,
      runsPerSample: number,
      medianMilliseconds: number,
      lowerQuartileMilliseconds: number,
      upperQuartileMilliseconds: number,
      medianCpuMilliseconds: number,
      coldMedianMilliseconds: number,
      prepareMilliseconds: number,
      firstRunMilliseconds: number,
      operationsPerSecond: number,
      ratios: expect.any(Object),
      cpuRatios: expect.any(Object),
      coldRatios: expect.any(Object),
    };
    expect(report).toEqual({
      format: "bnnkit-benchmark",
      formatVersion: 1,
      command: "kernels",
      startedAt: expect.stringMatching(/^\d{4}-\d\d-\d\dT[\d:.]+Z$/),
      settings: {
        filter: "w1a1-gemm 1x256x256",
        quick: true,
        threads: "1",
        rounds: 3,
        coldRounds: 3,
        sampleMilliseconds: number,
        turnMilliseconds: number,
      },
      machine: {
        processor: text,
        cores: number,
        memoryBytes: number,
        system: text,
        loadAverage: number,
        node: process.versions.node,
        v8: process.versions.v8,
      },
      versions: {
        "@bnnkit/benchmark": text,
        "@tensorflow/tfjs": "4.22.0",
        "@tensorflow/tfjs-backend-wasm": "4.22.0",
        "onnxruntime-node": "1.30.0",
        "onnxruntime-web": "1.30.0",
      },
      rows: report.rows.map(({ arm }: { arm: string }) =>
        arm.startsWith("bnnkit-webgpu") ? { ...row, device: text } : row,
      ),
      absent: expect.any(Array),
    });
    // C programs are absent where there is no compiler, relaxed SIMD where the engine has none, WebGPU where it has no
    // adapter; nobody else is.
    const arms: string[] = report.rows.map(({ arm }: { arm: string }) => arm);
    const absent: string[] = report.absent.map(({ arm }: { arm: string }) => arm);
    expect(arms.length + absent.length).toBe(17);
    expect(absent.filter((arm) => !/^(c-|bnnkit-relaxed|bnnkit-webgpu)/.test(arm))).toEqual([]);
    for (const { arm, ratios, cpuRatios, coldRatios, ...figures } of report.rows) {
      const peers = arms.filter((peer) => peer !== arm && !peer.startsWith("bnnkit-"));
      for (const some of [ratios, cpuRatios, coldRatios]) expect(Object.keys(some)).toEqual(peers);
      expect(figures.medianCpuMilliseconds).toBeGreaterThan(0);
      expect(figures.lowerQuartileMilliseconds).toBeGreaterThan(0);
      expect(figures.medianMilliseconds).toBeGreaterThanOrEqual(figures.lowerQuartileMilliseconds);
      expect(figures.upperQuartileMilliseconds).toBeGreaterThanOrEqual(figures.medianMilliseconds);
    }
  });

  test("the README documents every field of it", async () => {
    await finished;
    const readme = readFileSync(new URL("../README.md", import.meta.url), "utf8");
    const report = JSON.parse(readFileSync(path, "utf8"));
    const fields = [report, report.machine, report.rows[0]].flatMap(Object.keys);
    expect(fields.filter((field) => !readme.includes(`\`${field}\``))).toEqual([]);
  });
});

test("names versions of measured peers only", async () => {
  const path = join(folder, "own.json");
  const args = [
    "kernels",
    "--rounds",
    "1",
    "--filter",
    "w1a1-gemm bnnkit-js 1x256x256",
    "--json",
    path,
  ];
  expect(await run(args)).toMatchObject({ code: 0 });
  const { versions, settings } = JSON.parse(readFileSync(path, "utf8"));
  expect(Object.keys(versions)).toEqual(["@bnnkit/benchmark"]);
  expect(settings.rounds).toBe(1);
});

describe("what the user can mend ends with 2 and says how", () => {
  test.each([
    [
      ["kernels", "--filter", "no-such-arm"],
      'nothing contains "no-such-arm"; ops: w1a1-gemm, w1a8-gemm, ',
    ],
    [["kernels", "--quick", "--filter", "1024x1024x1024"], "nothing contains"],
    [["kernels", "--threads", "0"], "expected a whole number of at least 1"],
    [["kernels", "--format", "xml"], "Allowed choices are table, markdown, json"],
    [["kernels", "--rounds", "0"], "expected a whole number of at least 1"],
    [["kernels", "--rounds", "many"], "expected a whole number"],
    [["kernels", "--json", "/no/such/folder/x.json"], "--json: ENOENT"],
    [["kernels", "--json", tmpdir()], "is a folder"],
    [["kernels", "--loud"], "unknown option '--loud'"],
    [["kernel"], "unknown command 'kernel'"],
    [[], "Usage: bnnkit-benchmark"],
  ])("%j", async (args, message) => {
    const { code, output, error } = await run(args);
    expect(error).toContain(message);
    expect(output).toBe("");
    expect(code).toBe(2);
  });
});

test("help ends with 0 and goes to standard output", async () => {
  const { code, output, error } = await run(["kernels", "--help"]);
  expect(code).toBe(0);
  expect(output).toContain("--filter <text>");
  expect(error).toBe("");
});

test("an interrupted run ends with 130 and writes no report", async () => {
  const path = join(folder, "interrupted.json");
  const signal = AbortSignal.abort(new Error("stopped by SIGINT"));
  const { code, output } = await run(["kernels", "--quick", "--json", path], signal);
  expect(code).toBe(130);
  expect(output).toBe("");
  expect(readdirSync(folder)).not.toContain("interrupted.json");
});
