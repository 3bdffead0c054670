import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { ternary } from "@bnnkit/core";
import { dataflowModule, estimateModel, planDataflow, printVerilog } from "@bnnkit/hardware";
import { formatDescription, writeModel } from "@bnnkit/model";
import { afterAll, beforeAll, expect, test } from "vitest";
import { binarize, classifier, dense, drawModel, levels, sign } from "../network/networks.ts";
import { run } from "./run-command.ts";

const description = classifier({ height: 1, width: 1, features: 64, code: [{ digit: "uint8" }] }, [
  binarize("image"),
  dense("hidden", "bits", 32),
  sign("signs", "hidden"),
  dense("scores", "signs", 10),
]);
const model = drawModel(description, 3);
const folding = { hidden: { pe: 4, simd: 8 }, scores: { pe: 2, simd: 4 } };

let folder: string;
let file: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "bnnkit-hardware-"));
  file = join(folder, "digits.safetensors");
  writeFileSync(file, writeModel(model));
  writeFileSync(join(folder, "digits.json"), formatDescription(description));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const sharedBy3 = [
  ...["--architecture", "shared-engine"],
  ...["--folding", '{"engine":{"pe":3,"simd":4}}'],
];
const folded = ["--folding", JSON.stringify(folding)];

test("estimate model says what a file costs, as the library does", async () => {
  const { code, out } = await run("estimate", "model", file, "--json", ...folded, "--clock", "100");
  expect(code).toBe(0);
  const expected = estimateModel(model, { part: "xc7z020", clockMHz: 100, folding });
  expect(JSON.parse(out)).toEqual(JSON.parse(JSON.stringify(expected)));
});

test("in tables, of a description alone too", async () => {
  const { code, out } = await run("estimate", "model", join(folder, "digits.json"), ...folded);
  expect(code).toBe(0);
  // 64 clocks at 100 MHz.
  expect(out).toMatch(/^frames per second +1,562,500$/m);
  expect(out).toMatch(/^hidden +4 × 8 +64 /m);
  expect(out).toMatch(/^ {2}matrix-vector /m);
  expect(out).toMatch(/^look-up tables +[\d,]+ +53,200 +[\d.]+ %/m);
});

test("as a page that loads nothing, with plots", async () => {
  const page = join(folder, "digits.html");
  expect(await run("estimate", "model", file, "--html", page)).toMatchObject({ code: 0, out: "" });
  const html = readFileSync(page, "utf8");
  expect(html).toMatch(/^<!doctype html>/);
  expect(html.match(/<svg/g)).toHaveLength(2);
  expect(html).toContain("prefers-color-scheme:dark");
  expect(html).not.toMatch(/<script|<link|<img|url\(|src=/);
});

test("explore writes a picture and a table", async () => {
  const [svg, csv] = ["front.svg", "front.csv"].map((name) => join(folder, name));
  const { code } = await run("explore", file, "--points", "6", "--svg", svg, "--csv", csv);
  expect(code).toBe(0);
  expect(readFileSync(svg, "utf8")).toMatch(/^<svg .*frames per second/s);
  const lines = readFileSync(csv, "utf8").trimEnd().split("\n");
  expect(lines.length).toBeGreaterThan(2);
  expect(new Set(lines.map((line) => line.split(",").length)).size).toBeGreaterThan(0);
  const { out } = await run("explore", file, "--points", "6");
  expect(out.trimEnd().split("\n")).toHaveLength(lines.length + 1);
});

test("compare puts parts side by side, and published builds beside their estimates", async () => {
  const { code, out } = await run("compare", file, "--device", "xc7z020", "ice40hx8k");
  expect(code).toBe(0);
  expect(out).toMatch(/^part +xc7z020 at 100 MHz +ice40hx8k at 100 MHz$/m);
  const both = await run("compare", file, "--architecture", "dataflow", "shared-engine");
  expect(both.out).toMatch(/^arrangement +layers joined by streams +one engine that does/m);
  const published = await run("compare", "--published");
  // 300 MHz / 32768 beside 9150.5.
  expect(published.out).toMatch(/^cnvW1A1 +frames per second +9,155 +9,151 +\+0\.05 %$/m);
});

test("explain says where each table and picojoule goes, the largest first", async () => {
  const { code, out } = await run("explain", file, ...folded, "--json");
  expect(code).toBe(0);
  const [{ parts, sources }] = JSON.parse(out);
  const sum = (of: "size" | "energyPj" | "sizeShare" | "energyShare"): number =>
    parts.reduce((total: number, part: Record<string, number>) => total + part[of], 0);
  const { total } = estimateModel(model, { part: "xc7z020", clockMHz: 100, folding });
  expect(sum("size")).toBeCloseTo(total.lut.value, 6);
  expect(sum("energyPj")).toBeCloseTo(total.energyPj.value, 6);
  expect([sum("sizeShare"), sum("energyShare")]).toEqual([expect.closeTo(1), expect.closeTo(1)]);
  expect(parts[0]).toMatchObject({ layer: "hidden", unit: "matrix-vector" });
  expect(sources.join()).toContain("Nangate 45");
  const table = await run("explain", file, ...folded, "--device", "ihp-sg13g2");
  expect(table.out).toMatch(/^hidden +matrix-vector +[\d,]+ +[\d.]+ % /m);
});

test("compare leaves out what an architecture cannot do, and says why", async () => {
  const mixed = join(folder, "mixed.json");
  const bits = { height: 1, width: 1, features: 8, code: [{ digit: "uint8" }] } as const;
  const nodes = [
    ...[binarize("image"), dense("first", "bits", 4), levels("three", "first", 2, ternary)],
    ...[dense("second", "three", 4), sign("signs", "second"), dense("third", "signs", 3)],
  ];
  writeFileSync(mixed, formatDescription(classifier(bits, nodes)));
  const shared = ["--architecture", "shared-engine"];
  const reason = 'node "second" (dense): its values are not those of the last product';
  const both = await run("compare", mixed, ...shared, "dataflow");
  expect(both).toMatchObject({ code: 0, errors: expect.stringContaining(reason) });
  expect(both.out).toMatch(/^arrangement +layers joined by streams$/m);
  const none = await run("compare", mixed, ...shared);
  expect(none).toMatchObject({ code: 2, out: "", errors: expect.stringContaining(reason) });
});

test("emit model prints the circuit", async () => {
  const { code, out } = await run("emit", "model", file, ...folded);
  expect(code).toBe(0);
  expect(out).toBe(printVerilog(dataflowModule(planDataflow(model, { folding }))));
});

test("one engine for all layers is estimated, explored, emitted and proved", async () => {
  const shared = ["--architecture", "shared-engine"];
  const engine = { engine: { pe: 4, simd: 16 } };
  const sized = [...shared, "--folding", JSON.stringify(engine)];
  const { out } = await run("estimate", "model", file, ...sized);
  expect(out).toMatch(/^arrangement +one engine that does a layer after another$/m);
  expect(out).toMatch(/^engine +4 × 16 +62 /m);
  expect(out).toMatch(/^ {2}· hidden +34 /m);
  const front = await run("explore", file, ...shared, "--points", "3");
  expect(front.out.trimEnd().split("\n").length).toBeGreaterThan(3);
  const plan = planDataflow(model, { architecture: "shared-engine", folding: engine });
  const emitted = await run("emit", "model", file, ...sized);
  expect(emitted.out).toBe(printVerilog(dataflowModule(plan)));
  const images = join(folder, "images.u8");
  writeFileSync(
    images,
    Uint8Array.from({ length: 40 * 64 }, (_, i) => (i * i) % 251),
  );
  const proof = ["prove", "model", file, "--rtl", "--samples", "33"];
  for (const options of [sized, folded, [...sized, "--inputs", images]])
    expect(await run(...proof, ...options)).toMatchObject({
      code: 0,
      out: "rtl: 33 samples through the circuit, all as the reference\n",
    });
});

test.each([
  [["estimate", "model", "nowhere.safetensors"], "nowhere.safetensors: ENOENT"],
  [["estimate", "model", "FILE", "--device", "xc9"], "Allowed choices are xc7z010"],
  [["estimate", "model", "FILE", "--clock", "fast"], "expected a positive number"],
  [["estimate", "model", "FILE", "--folding", "[]"], "folding must be an object"],
  [["estimate", "model", "FILE", "--folding", '{"hidden":{"pe":0,"simd":1}}'], "folding.hidden"],
  [["estimate", "model", "FILE", "--folding", '{"hidden":{"pe":5,"simd":1}}'], "pe must divide"],
  [["estimate", "model", "FILE", "--frame-rate", "1e12"], "framesPerSecond must be at most"],
  [["emit", "model", "FILE", "--architecture", "systolic"], "Allowed choices are dataflow"],
  [["emit", "model", "FILE", ...sharedBy3], "pe must be a power of two times simd (4)"],
  [["prove", "model", "FILE", "--rtl", "--samples", "0"], "a whole number of at least 1"],
  [["estimate", "model", "FILE", "--device", "umc65"], "umc65 has no bound"],
])("%j is a usage error", async (args, message) => {
  const { code, errors } = await run(...args.map((arg) => (arg === "FILE" ? file : arg)));
  expect(errors).toContain(message);
  expect(code).toBe(2);
  expect(existsSync(file)).toBe(true);
});
