import {
  dataflowModule,
  framesPerSecond,
  hardwareSupport,
  planDataflow,
  printVerilog,
  runDataflow,
  runStream,
  scheduleBeats,
  scheduleDataflow,
  simulate,
  sizeBuffers,
} from "@bnnkit/hardware";
import { check } from "@bnnkit/model";
import { describe, expect, test } from "vitest";
import {
  binarize,
  classifier,
  dense,
  drawImages,
  drawModel,
  referenceOf,
  sign,
} from "./networks.ts";

const description = classifier({ height: 1, width: 1, features: 64, code: [{ digit: "uint8" }] }, [
  binarize("image"),
  dense("hidden", "bits", 32),
  sign("signs", "hidden"),
  dense("scores", "signs", 10),
]);
const model = drawModel(description, 3);
const images = drawImages(224, 64, 4);
const foldings = [
  { hidden: { pe: 4, simd: 8 }, scores: { pe: 2, simd: 4 } },
  { hidden: { pe: 32, simd: 64 }, scores: { pe: 10, simd: 32 } },
  { hidden: { pe: 8, simd: 16 }, scores: { pe: 1, simd: 1 } },
  { hidden: { pe: 2, simd: 4 }, scores: { pe: 5, simd: 32 } },
];

describe.each(foldings)("64 → 32 → 10, folded by %j", (folding) => {
  const plan = planDataflow(model, { folding });

  test("the circuit gives the integers of the reference", () => {
    const outputs = runDataflow(plan, simulate(dataflowModule(plan)), images);
    expect(outputs).toEqual(referenceOf(model, images));
  });

  test("the schedule says when beats pass, with buffers as deep as they need to be", () => {
    const { initiationIntervalCycles: interval } = scheduleDataflow(plan);
    expect(interval).toBe(scheduleDataflow(plan).boundCycles);
    const bufferDepths = sizeBuffers(plan);
    const lean = planDataflow(model, { folding, bufferDepths });
    expect(scheduleDataflow(lean).initiationIntervalCycles).toBe(interval);
    const waits = [{}, { takes: (clock: number) => clock % 3 === 0 }];
    for (const tried of [plan, lean]) {
      const module = dataflowModule(tried);
      const beats = (64 / tried.input.numbers) * 3;
      const zeros = Array.from({ length: beats }, () => new Uint8Array(8 * tried.input.numbers));
      const outBeats = (10 / tried.output.numbers) * 3;
      for (const options of waits) {
        const run = runStream(simulate(module), [zeros], outBeats, options);
        const clocks = scheduleBeats(
          tried.stages.map(({ config }) => config),
          beats,
          outBeats,
          options,
        );
        expect(run.inputClocks).toEqual(clocks.inputClocks);
        expect(run.outputClocks).toEqual(clocks.outputClocks);
      }
    }
  });
});

test("layers, their clocks and their work", () => {
  const plan = planDataflow({ description }, { folding: foldings[0] });
  expect(
    plan.layers.map(({ name, kind, nodes, cycles }) => ({ name, kind, nodes, cycles })),
  ).toEqual([
    { name: "bits", kind: "threshold", nodes: ["bits"], cycles: 8 },
    { name: "hidden", kind: "product", nodes: ["hidden", "signs"], cycles: 8 * 8 },
    { name: "scores", kind: "product", nodes: ["scores"], cycles: 5 * 8 },
  ]);
  expect(plan.processor).toEqual([]);
  expect(plan.macs).toBe(64 * 32 + 32 * 10);
  expect(framesPerSecond(100, scheduleDataflow(plan).initiationIntervalCycles)).toBe(1e8 / 64);
  expect(printVerilog(dataflowModule(planDataflow(model))).startsWith("module network (")).toBe(
    true,
  );
});

test("what is float stays on the processor, with its reason and its work", () => {
  const scaled = classifier({ height: 1, width: 1, features: 64, code: [{ digit: "uint8" }] }, [
    ...description.graph.nodes,
    { op: "affine", name: "scaled", inputs: ["scores"], scales: true, offsets: true },
    dense("floats", "scaled", 3),
  ]);
  const { processor, to } = planDataflow({ description: scaled });
  expect(to).toBe("scores");
  expect(processor).toEqual([
    {
      ...{ graph: "graph", node: "scaled", op: "affine", macs: 0 },
      reason: "it is arithmetic of floats, which stays on the processor",
    },
    {
      ...{ graph: "graph", node: "floats", op: "dense", macs: 30 },
      reason: "its values are floats, so that its products stay on the processor",
    },
  ]);
  expect(check(scaled, hardwareSupport).map(({ node }) => node)).toEqual(["scaled", "floats"]);
});

test("foldings that do not divide are refused by name", () => {
  expect(() => planDataflow(model, { folding: { hidden: { pe: 3, simd: 8 } } })).toThrow(
    'planDataflow: folding["hidden"].pe must divide the outputs (32), got 3',
  );
});
