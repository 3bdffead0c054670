import {
  type MatrixVectorConfig,
  matrixVectorCycles,
  runStream,
  type StageConfig,
  type StreamNumber,
  scheduleBeats,
  simulate,
  streamModule,
  sumNumber,
} from "@bnnkit/hardware";
import { createRandom } from "@bnnkit/testing";
import { describe, expect, test } from "vitest";

const bipolar: StreamNumber = { bits: 1, scale: -2, offset: 1 };
const unipolar: StreamNumber = { bits: 1, scale: 1, offset: 0 };
const bytes: StreamNumber = { bits: 8, scale: 1, offset: 0 };
const signedBytes: StreamNumber = { bits: 8, scale: 1, offset: -128 };
const odd: StreamNumber = { bits: 2, scale: -2, offset: 3 };
const ternary: StreamNumber = { bits: 2, scale: 1, offset: -1 };

type Sizes = Pick<
  MatrixVectorConfig,
  "inputs" | "outputs" | "pe" | "simd" | "input" | "weightBits" | "levels"
>;

function configOf(sizes: Sizes): MatrixVectorConfig {
  const outputs: Record<number, StreamNumber> = {
    0: sumNumber(sizes),
    1: bipolar,
    2: ternary,
    3: { bits: 2, scale: 1, offset: 0 },
  };
  const output = outputs[sizes.levels];
  return { unit: "matrix-vector", ...sizes, output, style: "compressor" };
}

const random = createRandom(7);
const below = (limit: number): number => random.integer(0, limit - 1);

function constantsOf({ inputs, outputs, weightBits, levels, input }: MatrixVectorConfig) {
  const weights = Array.from({ length: inputs * outputs }, () =>
    weightBits === 1 ? 1 - 2 * below(2) : below(2 ** weightBits) - 2 ** (weightBits - 1),
  );
  const reach = 2 * inputs * Math.abs(input.scale);
  const thresholds = Array.from({ length: outputs }, () =>
    Array.from({ length: levels }, () => below(reach) - reach / 2).sort((a, b) => a - b),
  ).flat();
  return { weights, thresholds };
}

const bitsOf = (u: number, bits: number): number[] =>
  Array.from({ length: bits }, (_, b) => (u >> b) & 1);

/** Vectors of unsigned numbers as beats. */
function beatsOf(vectors: readonly (readonly number[])[], simd: number, bits: number) {
  return vectors.flatMap((vector) =>
    Array.from({ length: vector.length / simd }, (_, beat) =>
      Uint8Array.from(vector.slice(beat * simd, (beat + 1) * simd).flatMap((u) => bitsOf(u, bits))),
    ),
  );
}

/** What should come out, in plain arithmetic. */
function expected(
  config: MatrixVectorConfig,
  constants: ReturnType<typeof constantsOf>,
  vector: readonly number[],
) {
  const { inputs, outputs, levels, input, output } = config;
  return Array.from({ length: outputs }, (_, row) => {
    const dot = vector.reduce(
      (sum, u, i) => sum + (input.offset + input.scale * u) * constants.weights[row * inputs + i],
      0,
    );
    if (levels === 0) return dot;
    const reached = constants.thresholds
      .slice(row * levels, (row + 1) * levels)
      .filter((t) => dot >= t).length;
    return output.scale < 0 ? levels - reached : reached;
  });
}

function numbersOf(beats: readonly Uint8Array[], { output, levels, pe }: MatrixVectorConfig) {
  return beats.flatMap((beat) =>
    Array.from({ length: pe }, (_, p) => {
      const bits = beat.slice(p * output.bits, (p + 1) * output.bits);
      const u = bits.reduce((sum, bit, b) => sum + bit * 2 ** b, 0);
      return levels === 0 && bits.at(-1) === 1 ? u - 2 ** output.bits : u;
    }),
  );
}

const cases: Sizes[] = [
  { inputs: 12, outputs: 6, pe: 2, simd: 3, input: bipolar, weightBits: 1, levels: 1 },
  { inputs: 12, outputs: 6, pe: 6, simd: 12, input: bipolar, weightBits: 1, levels: 1 },
  { inputs: 12, outputs: 6, pe: 1, simd: 12, input: bipolar, weightBits: 1, levels: 0 },
  { inputs: 12, outputs: 6, pe: 6, simd: 1, input: unipolar, weightBits: 1, levels: 0 },
  { inputs: 1, outputs: 1, pe: 1, simd: 1, input: bipolar, weightBits: 1, levels: 0 },
  { inputs: 6, outputs: 4, pe: 2, simd: 2, input: bytes, weightBits: 1, levels: 0 },
  { inputs: 6, outputs: 4, pe: 2, simd: 2, input: signedBytes, weightBits: 1, levels: 1 },
  { inputs: 6, outputs: 4, pe: 4, simd: 3, input: bytes, weightBits: 8, levels: 0 },
  { inputs: 6, outputs: 4, pe: 1, simd: 3, input: odd, weightBits: 3, levels: 0 },
  { inputs: 6, outputs: 4, pe: 2, simd: 6, input: odd, weightBits: 3, levels: 3 },
  { inputs: 6, outputs: 4, pe: 2, simd: 1, input: ternary, weightBits: 2, levels: 2 },
  { inputs: 9, outputs: 5, pe: 5, simd: 3, input: bipolar, weightBits: 4, levels: 0 },
];

describe.each(cases)("$inputs to $outputs by $simd × $pe, $weightBits-bit weights", (sizes) => {
  const config = configOf(sizes);
  const constants = constantsOf(config);
  const module = streamModule("product", config.simd * config.input.bits, [
    { name: "product", config, constants },
  ]);
  const steps = config.inputs / config.simd;
  const folds = config.outputs / config.pe;
  const vectors = Array.from({ length: 5 }, () =>
    Array.from({ length: config.inputs }, () =>
      below(config.input === ternary ? 3 : 2 ** config.input.bits),
    ),
  );
  const beats = beatsOf(vectors, config.simd, config.input.bits);
  const wanted = vectors.flatMap((vector) => expected(config, constants, vector));

  test("a vector each (inputs/simd)·(outputs/pe) clocks", () => {
    const run = runStream(simulate(module), [beats], 5 * folds);
    expect(numbersOf(run.outputs[0], config)).toEqual(wanted);
    const firsts = run.inputClocks.filter((_, i) => i % steps === 0);
    expect(firsts).toEqual(firsts.map((_, i) => 1 + i * matrixVectorCycles(config)));
    // A vector's last step, the sum, the result.
    expect(run.outputClocks.at(-1)).toBe(1 + 5 * matrixVectorCycles(config) - 1 + 2);
  });

  test("the same whoever waits, and the schedule says when", () => {
    const waits = {
      offers: (c: number) => (c * 7) % 5 > 1,
      takes: (c: number) => (c * 5) % 11 < 4,
    };
    const run = runStream(simulate(module), [beats], 5 * folds, waits);
    expect(numbersOf(run.outputs[0], config)).toEqual(wanted);
    const stages: StageConfig[] = [config];
    const { inputClocks, outputClocks } = scheduleBeats(stages, beats.length, 5 * folds, waits);
    expect({ inputClocks, outputClocks }).toEqual({
      inputClocks: run.inputClocks,
      outputClocks: run.outputClocks,
    });
  });
});
