import { checkPositiveInteger } from "@bnnkit/core";
import { ModuleBuilder } from "../netlist/module-builder.ts";
import { type Bus, type Net, signedWidth, unsignedWidth } from "../netlist/net.ts";
import { Pipeline } from "./pipeline.ts";
import { portBits } from "./port-numbers.ts";
import { sumColumns } from "./sum-columns.ts";
import type { PortBits, Unit, UnitConstants } from "./unit.ts";
import type { BitPlanesConfig, Segment } from "./unit-config.ts";
import { weightPort } from "./weight-port.ts";

/**
 * `Σ w·a` of numbers of several bits, output `dot`: unsigned for unipolar digits, in two's complement for bipolar ones.
 *
 * Ports `a` and `w` have segment after segment, of each plane after plane, the lowest first, of each n bits. Bipolar digits are 1 for −1.
 *
 * @throws RangeError for no segment, for sizes < 1, and for constants of another number.
 */
export function bitPlanes(config: BitPlanesConfig, constants: UnitConstants = {}): Unit {
  const { segments, style, digits } = config;
  checkPositiveInteger("bitPlanes", "segments.length", segments.length);
  for (const [s, segment] of segments.entries()) {
    for (const [name, size] of Object.entries(segment))
      checkPositiveInteger("bitPlanes", `segments[${s}].${name}`, size);
  }
  const isBipolar = digits === "bipolar";
  const bitsOf = (size: (segment: Segment) => number): number =>
    segments.reduce((bits, segment) => bits + segment.n * size(segment), 0);
  const greatest = bitsOf((s) => (2 ** s.weightBits - 1) * (2 ** s.activationBits - 1));
  const width = isBipolar ? signedWidth(-greatest, greatest) : unsignedWidth(greatest);

  const m = new ModuleBuilder("bit_planes");
  const pipeline = new Pipeline(m, config.pipeline);
  const a = m.input(
    "a",
    bitsOf((s) => s.activationBits),
  );
  const count = bitsOf((s) => s.weightBits);
  const weights = weightPort(m, "w", count, config.weights, constants.weights);
  const columns: Net[][] = Array.from({ length: width }, () => []);
  m.part("products", () => {
    for (const { p, q, left, right } of planePairs(segments, a, weights.bus)) {
      // A digit product ±1 is twice a match less 1; the ones less are in the constant.
      if (isBipolar) columns[p + q + 1].push(...m.xnor(left, right));
      else columns[p + q].push(...m.and(left, right));
    }
  });
  const constant = isBipolar ? -greatest : 0;
  const dot = m.part("sum", () => sumColumns(m, columns, { style, pipeline, width, constant }));
  m.output("dot", dot);
  return {
    module: m.build(),
    latency: pipeline.latency,
    held: [],
    behaviour: (inputs: PortBits): PortBits => {
      const values = numbersOf(
        inputs.a,
        segments,
        ({ activationBits }) => activationBits,
        isBipolar,
      );
      const w = inputs.w ?? weights.constants;
      const factors = numbersOf(w, segments, ({ weightBits }) => weightBits, isBipolar);
      const sum = values.reduce((total, value, i) => total + value * factors[i], 0);
      return { dot: portBits(sum, width) };
    },
  };
}

interface PlanePair {
  readonly p: number;
  readonly q: number;
  readonly left: Bus;
  readonly right: Bus;
}

function planePairs(segments: readonly Segment[], a: Bus, w: Bus): PlanePair[] {
  let [startA, startW] = [0, 0];
  return segments.flatMap(({ n, weightBits, activationBits }) => {
    const pairs: PlanePair[] = [];
    for (let p = 0; p < activationBits; p++) {
      for (let q = 0; q < weightBits; q++) {
        const left = a.slice(startA + p * n, startA + (p + 1) * n);
        pairs.push({ p, q, left, right: w.slice(startW + q * n, startW + (q + 1) * n) });
      }
    }
    startA += n * activationBits;
    startW += n * weightBits;
    return pairs;
  });
}

function numbersOf(
  bits: Uint8Array,
  segments: readonly Segment[],
  planesOf: (segment: Segment) => number,
  isBipolar: boolean,
): number[] {
  let start = 0;
  return segments.flatMap((segment) => {
    const from = start;
    start += segment.n * planesOf(segment);
    return Array.from({ length: segment.n }, (_, i) => {
      let number = 0;
      for (let plane = 0; plane < planesOf(segment); plane++) {
        const bit = bits[from + plane * segment.n + i];
        number += 2 ** plane * (isBipolar ? 1 - 2 * bit : bit);
      }
      return number;
    });
  });
}
