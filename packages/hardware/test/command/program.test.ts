import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { estimateUnit, generateUnit, printVerilog, trainingGrid } from "@bnnkit/hardware";
import type { SynthesisResult, synthesize } from "@bnnkit/hardware/synthesis";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type Ran, runWith } from "./run-command.ts";

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "bnnkit-hardware-"));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** A synthesiser whose counts depend on the length of the text. */
const fake: typeof synthesize = async (verilog, { target }) => {
  const isAsic = target === "asic";
  const size = Math.ceil(verilog.length / 20);
  const result: SynthesisResult = {
    ...{ kind: "post-synthesis", target, flow: "fake", tool: "fake", netlist: "", cells: {} },
    ...{ lut: isAsic ? 0 : size, areaGe: isAsic ? size : 0, ff: 0, carry: 0, bram: 0, dsp: 0 },
    ...{ lutRam: 0, shiftRegister: 0, wideMux: 0 },
  };
  return result;
};

/** With a synthesiser that needs no Yosys. */
function run(args: readonly string[], synthesizer = fake, signal?: AbortSignal): Promise<Ran> {
  return runWith({ synthesizer, ...(signal && { signal }) }, ...args);
}

const pool = { unit: "max-pool", channels: 16, window: 4 } as const;

test("estimate unit says what a unit takes on each target, in text and JSON", async () => {
  const text = await run(["estimate", "unit", JSON.stringify(pool), "--target", "xc7", "ice40"]);
  expect(text).toMatchObject({ code: 0, errors: "" });
  expect(text.out).toMatch(/^xc7: max-pool.*\n {2}lut +16 \(\d+ … \d+\)\nice40: max-pool/);
  const file = join(folder, "pool.json");
  writeFileSync(file, JSON.stringify(pool));
  const { out } = await run(["estimate", "unit", `@${file}`, "--json", "-t", "asic"]);
  expect(JSON.parse(out)).toEqual({ config: pool, estimates: [estimateUnit(pool, "asic")] });
});

test("emit unit prints the Verilog that is priced", async () => {
  const { code, out } = await run(["emit", "unit", JSON.stringify(pool)]);
  expect(code).toBe(0);
  expect(out).toBe(printVerilog(generateUnit(pool).module));
});

test("calibrate measures each point once, goes on from its cache, and validate reads what it wrote", async () => {
  const [cache, output, points] = ["cache", "fit.json", "points.json"].map((name) =>
    join(folder, name),
  );
  let calls = 0;
  const counting: typeof synthesize = (verilog, options) => {
    calls++;
    return fake(verilog, options);
  };
  const args = ["--limit", "4", "--target", "ice40", "asic", "--cache", cache, "--jobs", "2"];
  const files = ["--output", output, "--points", points];
  const first = await run(["calibrate", ...args, ...files], counting);
  expect(first).toMatchObject({ code: 0 });
  expect(first.errors.split("\n").length - 1).toBe(8);
  expect(first.out).toMatch(/^ice40 4 points, left out one by one: mean [\d.]+ %/);
  expect(calls).toBe(8);
  expect(JSON.parse(readFileSync(points, "utf8"))).toHaveLength(8);
  const fitted = readFileSync(output, "utf8");
  const again = await run(["calibrate", ...args, ...files, "--cached-only"]);
  expect(again.code).toBe(0);
  expect(readFileSync(output, "utf8")).toBe(fitted);

  const configs = join(folder, "configs.json");
  writeFileSync(configs, JSON.stringify(trainingGrid.slice(0, 2)));
  const validated = await run([
    ...["validate", "--configs", configs, "--calibration", output, "--target", "ice40"],
    "--json",
  ]);
  const { summaries, gridHash, points: compared } = JSON.parse(validated.out);
  expect(gridHash).toBe(JSON.parse(fitted).gridHash);
  expect(compared.map(({ config }: { config: unknown }) => config)).toEqual(
    trainingGrid.slice(0, 2),
  );
  expect(
    summaries.map(({ name, points }: { name: string; points: number }) => [name, points]),
  ).toEqual([
    ["ice40", 2],
    ["all", 2],
  ]);
});

test("what a cache has spoilt is measured again, and a run without results says how long it had", async () => {
  const cache = join(folder, "spoilt");
  const args = ["validate", "--random", "1", "--target", "asic", "--cache", cache];
  expect(await run(args)).toMatchObject({ code: 0 });
  const [file] = readdirSync(cache);
  for (const text of ['{"conf', "null"]) {
    writeFileSync(join(cache, file), text);
    expect(await run(args)).toMatchObject({ code: 0 });
    expect(JSON.parse(readFileSync(join(cache, file), "utf8"))).toHaveProperty("counts");
  }
  const late: typeof synthesize = () => Promise.reject(new Error("no result after 1000 ms"));
  const none = await run(["validate", "--random", "1", "--target", "asic", "--timeout", "1"], late);
  expect(none.code).toBe(1);
  expect(none.errors).toContain("no synthesis came to an end within 1 s (--timeout)");
});

test("clocks are compared where a router is installed alone", async () => {
  const path = process.env.PATH;
  process.env.PATH = folder;
  try {
    const { code, errors } = await run(["validate", "--random", "1", "--clocks"]);
    expect(code).toBe(2);
    expect(errors).toContain("nextpnr-ice40 must be installed");
  } finally {
    process.env.PATH = path;
  }
});

test("a synthesis that fails leaves its point out; a run that is stopped says so", async () => {
  const failing: typeof synthesize = async (verilog, options) => {
    if (options.target === "xc7") throw new Error("no result after 5 ms");
    return fake(verilog, options);
  };
  const args = ["validate", "--random", "3", "--seed", "x", "--target", "xc7", "ecp5"];
  const { code, out, errors } = await run(args, failing);
  expect(code).toBe(0);
  expect(errors.match(/left out: no result after 5 ms/g)).toHaveLength(3);
  expect(out.match(/^ecp5 .* predicted, \d+ measured/gm)).toHaveLength(3);
  expect(out).toMatch(/all +3 points: mean/);
  const stopped = new AbortController();
  stopped.abort(new Error("stopped"));
  expect(await run(args, fake, stopped.signal)).toMatchObject({
    ...{ code: 130, errors: expect.stringContaining("bnnkit-hardware: stopped\n") },
  });
});

test.each([
  [["estimate", "unit", "{"], "config: "],
  [["estimate", "unit", '{"unit":"max-pool"}'], "config.channels must be a whole number"],
  [
    [
      "emit",
      "unit",
      '{"unit":"look-up","nodes":2,"addressBits":99,"style":"compressor","pipeline":0}',
    ],
    "config: lookUp: addressBits",
  ],
  [["emit", "unit", "@nowhere.json"], "nowhere.json: ENOENT"],
  [["validate"], "give --configs or --random"],
  [["validate", "--random", "0"], "expected a whole number of at least 1"],
  [["calibrate", "--output", "x.json", "--cached-only"], "--cached-only needs a --cache"],
  [["calibrate"], "--output"],
  [["estimate", "unit", "{}", "--target", "gpu"], "Allowed choices are xc7, ice40, ecp5, asic"],
  [["price"], "unknown command"],
])("%j is a usage error", async (args, message) => {
  const { code, errors } = await run(args);
  expect(errors).toContain(message);
  expect(code).toBe(2);
});

test("--version and --help end well", async () => {
  expect(await run(["--version"])).toMatchObject({ code: 0, out: expect.stringMatching(/^\d+\./) });
  const { code, out } = await run(["--help"]);
  expect(code).toBe(0);
  expect(out).toContain("validate");
});

test("--completion prints a script that knows commands in commands", async () => {
  const { code, out } = await run(["--completion", "bash"]);
  expect(code).toBe(0);
  expect(out).toMatch(/^ {4}'estimate'\) words='.*' commands='model logic unit' ;;$/m);
  expect(out).toMatch(/^ {4}'estimate unit'\) words='.*--target .*' commands='' ;;$/m);
});
