import { seededWords } from "@bnnkit/core";
import {
  type DifferenceDecay,
  gateWeights,
  type LogicParametrization,
  type LogicStart,
  randomConnections,
} from "@bnnkit/core/truth-tables";
import { logicGates, lookUpTables, sparseNeurons, type TableLayer } from "@bnnkit/layers";
import { createRandom } from "@bnnkit/testing";
import type { TrainableLayer } from "@bnnkit/weightless";
import * as tf from "@tensorflow/tfjs";
import { beforeAll, describe, expect, test } from "vitest";
import { LogicLayer } from "../packages/weightless/src/tables/logic-layer.ts";
import { LookUpLayer } from "../packages/weightless/src/tables/look-up-layer.ts";
import { NeuronLayer } from "../packages/weightless/src/tables/neuron-layer.ts";

beforeAll(() => tf.setBackend("cpu"));

/** A layer of both trainers from one seed, and how the weights of the one stand among those of the other. */
interface Pair {
  readonly plain: TrainableLayer;
  readonly layer: TableLayer;
  /** Names of the trained weights, as the plain layer has them. */
  readonly weights: readonly string[];
  /** Greatest whole number that inputs are; undefined: any in 0 … 1. */
  readonly levels?: number;
}

const inputs = 13;
const units = 11;
const seed = 5;
const batch = 7;

function lookUpPair(
  decay: DifferenceDecay,
  inputsPerTable: number,
  candidates: number | "all" | null,
): Pair {
  const count = candidates === "all" ? inputs : (candidates ?? 0);
  const sizes = { inputs, tables: units, inputsPerTable, decay, candidates: count };
  return {
    plain: new LookUpLayer(sizes, seededWords(seed)),
    layer: lookUpTables({ units, inputsPerTable, decay, candidates, seed }),
    weights: candidates === null ? ["tables"] : ["tables", "scores"],
    levels: 1,
  };
}

function gatePair(
  parametrization: LogicParametrization,
  inputsPerGate: number,
  start: LogicStart,
): Pair {
  const next = seededWords(seed);
  const wiring = {
    inputs,
    inputsPerGate,
    connections: randomConnections(inputs, units, inputsPerGate, next),
    gateOf: Int32Array.from({ length: units }, (_, gate) => gate),
  };
  return {
    plain: new LogicLayer(wiring, gateWeights(parametrization, inputsPerGate, start, 0.7), next),
    layer: logicGates({ units, inputsPerGate, parametrization, start, gateTemperature: 0.7, seed }),
    weights: ["gates"],
  };
}

function neuronPair(fanIn: number, inputBits: number, outputBits: number, degree: number): Pair {
  const outputCode = "binary";
  const sizes = {
    inputs,
    neurons: units,
    fanIn,
    inputBits,
    outputBits,
    outputCode,
    degree,
  } as const;
  return {
    plain: new NeuronLayer(sizes, seededWords(seed)),
    layer: sparseNeurons({ units, fanIn, inputBits, outputBits, degree, seed }),
    weights: ["neurons"],
    levels: 2 ** inputBits - 1,
  };
}

const pairs: readonly (readonly [string, () => Pair])[] = [
  ["tables of 1", () => lookUpPair("code", 1, null)],
  ["tables of 3, the paper's decay", () => lookUpPair("paper", 3, null)],
  ["tables of 6", () => lookUpPair("code", 6, null)],
  ["tables of 2 that choose from 5", () => lookUpPair("code", 2, 5)],
  ["tables of 4 that choose from all", () => lookUpPair("paper", 4, "all")],
  ["raw gates", () => gatePair("raw", 2, "random")],
  ["raw gates from the identity", () => gatePair("raw", 2, "residual")],
  ["light gates", () => gatePair("light", 2, "random")],
  ["light gates of 5", () => gatePair("light", 5, "residual")],
  ["warp gates", () => gatePair("warp", 2, "residual")],
  ["warp gates of 3", () => gatePair("warp", 3, "random")],
  ["warp gates of 1", () => gatePair("warp", 1, "random")],
  ["neurons of bits", () => neuronPair(6, 1, 2, 1)],
  ["neurons of two bits", () => neuronPair(3, 2, 3, 1)],
  ["neurons of degree 3", () => neuronPair(2, 2, 1, 3)],
];

describe.each(pairs)("%s", (_, make) => {
  const random = createRandom(31);
  const { plain, layer, weights, levels } = make();
  const input = Float32Array.from({ length: inputs * batch }, () =>
    levels === undefined ? random.integer(0, 64) / 64 : random.integer(0, levels),
  );
  const upstream = Float32Array.from({ length: units * batch }, () => random.integer(-8, 8) / 8);
  const samples = (): tf.Tensor => tf.transpose(tf.tensor2d(input, [inputs, batch]));

  /** What the layer gives, feature-major. */
  const outputs = (training: boolean): Float32Array => {
    const y = layer.apply(samples(), { training });
    return Float32Array.from(y instanceof tf.Tensor ? tf.transpose(y).dataSync() : []);
  };

  beforeAll(() => {
    if (!layer.built) layer.build([null, inputs]);
    layer.built = true;
  });

  const variable = (name: string): tf.Variable => {
    const found = layer.weights.find(({ originalName }) => originalName.endsWith(name))?.read();
    if (found instanceof tf.Variable) return found;
    throw new RangeError(`no variable ${name}`);
  };

  test("starts with the same weights and connections", () => {
    weights.forEach((name, i) => {
      expect([...variable(name).dataSync()]).toEqual([...(plain.weights[i] ?? [])]);
    });
    const { inputsPerTable, connections } = plain.pack();
    const { connections: own, inputBits, fanIn } = layer.enumerate();
    expect(inputsPerTable).toBe(fanIn * inputBits);
    const [bits] = [plain.pack().connections.length / (units * fanIn * inputBits)];
    const values = own.dataSync();
    expect(
      Array.from({ length: units * fanIn }, (__, i) => {
        const [unit, slot] = [Math.floor(i / fanIn), i % fanIn];
        return Math.floor(
          (connections[unit * bits * fanIn * inputBits + slot * inputBits] ?? 0) / inputBits,
        );
      }),
    ).toEqual([...values]);
  });

  test("gives the same, in training and afterwards", () => {
    const pass = { batch, input, output: new Float32Array(units * batch) };
    plain.forward(pass);
    outputs(true).forEach((y, i) => void expect(y).toBeCloseTo(pass.output[i] ?? Number.NaN, 6));
    const bits = input.map((x) => (levels === undefined ? Number(x > 0.5) : x));
    const hard = { batch, input: bits, output: new Float32Array(units * batch) };
    plain.hard(hard);
    expect(outputs(false)).toEqual(hard.output);
  });

  test("has the same gradients of inputs and weights", () => {
    const pass = { batch, input, output: new Float32Array(units * batch) };
    const ofInput = new Float32Array(inputs * batch);
    plain.forward(pass);
    plain.backward(pass, { output: upstream, input: ofInput });
    const expected = plain.gradients();
    const variables = weights.map(variable);
    const [x] = [tf.variable(samples())];
    const { grads } = tf.variableGrads(() => {
      const y = layer.apply(x, { training: true });
      if (!(y instanceof tf.Tensor)) throw new TypeError("one output");
      return tf.sum<tf.Scalar>(tf.mul(y, tf.transpose(tf.tensor2d(upstream, [units, batch]))));
    }, [x, ...variables]);
    const closeTo = (found: tf.Tensor | undefined, values: ArrayLike<number> | undefined): void => {
      const greatest = Math.max(...Array.from(values ?? [], Math.abs));
      expect(greatest).toBeGreaterThan(0);
      expect(found?.size).toBe(values?.length);
      found?.dataSync().forEach((value, i) => {
        expect(Math.abs(value - (values?.[i] ?? Number.NaN))).toBeLessThan(
          2e-6 * Math.max(1, greatest),
        );
      });
    };
    closeTo(tf.transpose(grads[x.name] ?? tf.scalar(0)), ofInput);
    variables.forEach(({ name }, i) => void closeTo(grads[name], expected[i]));
    x.dispose();
  });
});
