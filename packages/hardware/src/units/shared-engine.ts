import { checkIntegerBetween, checkPositiveInteger } from "@bnnkit/core";
import type { ModuleBuilder } from "../netlist/module-builder.ts";
import { type Bus, type Net, resize } from "../netlist/net.ts";
import type { Stage, Stream } from "../network/stream.ts";
import { all } from "./all.ts";
import { checkChoice } from "./check-choice.ts";
import { type EngineWords, outputWordBits } from "./engine-constants.ts";
import {
  constantPointer,
  constantWords,
  type EngineControl,
  engineControl,
} from "./engine-control.ts";
import { engineMemory } from "./engine-memory.ts";
import { enginePasses, type SharedEngineConfig, wordNumbers } from "./engine-passes.ts";
import { enginePool } from "./engine-pool.ts";
import { engineRows } from "./engine-rows.ts";
import { registered } from "./registered.ts";

/**
 * The circuit: in a clock the sequence asks memories for numbers, weights and thresholds of a step, in the next the rows add its products, in the
 * one after that a sum that is whole becomes numbers, which get into memory, or leave after the last layer.
 *
 * Beats of `pe` numbers come and leave; the last one of a pixel is filled up.
 *
 * @throws RangeError for sizes that are no powers of two times each other, and layers that do not follow each other.
 */
export function sharedEngine(
  m: ModuleBuilder,
  input: Stream,
  config: SharedEngineConfig,
  words: EngineWords,
): Stage {
  checkSharedEngine(config);
  const result = m.feedback(config.pe * config.output.bits);
  const full = m.feedback(1);
  const [isFull] = full.q;
  const connect = (ready: Net): Net => {
    const control = engineControl(m, input, config, all(m, [isFull, ready]));
    const results = engineDatapath(m, { input, config, words, control });
    result.connect(results.leaving, { enable: results.isMade });
    full.connect(m.or([results.isMade], m.and([isFull], m.not([ready]))));
    return control.takes;
  };
  return { output: { data: result.q, valid: isFull }, connect };
}

interface EngineParts {
  readonly input: Stream;
  readonly config: SharedEngineConfig;
  readonly words: EngineWords;
  readonly control: EngineControl;
}

/** Memories and rows behind the sequence. */
function engineDatapath(
  m: ModuleBuilder,
  { input, config, words, control }: EngineParts,
): { readonly leaving: Bus; readonly isMade: Net } {
  const { pe, simd, weightBits } = config;
  const { pass, fold, isPooling, isFirstStep, isLastFold, fires, endsSum, endsPass } = control;
  const groupBits = Math.log2(wordNumbers(config) / config.pe);
  const group = resize(fold, groupBits);
  const flags = [
    fires,
    endsSum,
    endsPass,
    pass.first,
    pass.last,
    isLastFold,
    isFirstStep,
    isPooling,
  ];
  const asked = registered(m, [...flags, ...group, ...input.data]);
  const added = registered(m, asked);
  const [isSummed, isDue, isLastOfPass, isLoaded, isLeaving, isLastOfPlace, isFirst, isPooled] =
    added;
  const addedGroup = added.slice(flags.length, flags.length + groupBits);
  const data = added.slice(flags.length + groupBits);

  const sizes = constantWords(config);
  const weightAddress = constantPointer(m, control, sizes.weights, fires);
  const weights = m.rom(words.weights, pe * simd * weightBits, weightAddress);
  const outputAddress = constantPointer(m, control, sizes.outputs, endsSum);
  const constants = m.rom(words.outputs, pe * outputWordBits(config), m.register(outputAddress));
  const rows = engineRows(m, config, { isFirst, isSummed, constants });
  const pool = enginePool(m, config);
  const { values, ...under } = engineMemory(m, config, control, {
    numbers: rows.numbers.length === 0 ? data : m.mux(isLoaded, data, rows.numbers),
    isWritten: all(m, [isDue, ...m.not([isLeaving])]),
    ...{ pooled: pool.greatest, isPooled, group: addedGroup, isLastOfPlace, isLastOfPass },
  });
  rows.connect(values, weights);
  pool.connect({ ...under, isSummed: asked[0], isFirst: asked[flags.indexOf(isFirstStep)] });
  return { leaving: rows.leaving, isMade: all(m, [isDue, isLeaving]) };
}

function checkSharedEngine(config: SharedEngineConfig): void {
  const where = "sharedEngine";
  const { pe, simd, layers, weightBits, input } = config;
  for (const [name, size] of Object.entries({
    pe,
    simd,
    weightBits,
    "layers.length": layers.length,
  }))
    checkPositiveInteger(where, name, size);
  checkPositiveInteger(where, "input.bits", input.bits);
  checkChoice(where, "style", config.style, ["compressor", "carry-chain", "behavioural"]);
  checkEngineSize(where, config);
  const passes = enginePasses(config);
  checkChoice(where, "the last layer's op", layers[layers.length - 1].op, ["product"]);
  layers.forEach(({ op, channels, map, levels }, i) => {
    const fewest = op === "product" && i < layers.length - 1 ? 1 : 0;
    checkIntegerBetween(where, `layers[${i}].levels`, levels, fewest, 255);
    if (i === 0) return;
    const { outputs } = layers[i - 1];
    checkIntegerBetween(where, `layers[${i}].channels`, channels, outputs, outputs);
    for (const axis of [0, 1] as const) {
      const places = passes[i].places[axis];
      checkIntegerBetween(where, `layers[${i}].map[${axis}]`, map[axis], places, places);
    }
  });
}

/** @throws RangeError unless one of both is a power of two times the other. */
export function checkEngineSize(
  where: string,
  { pe, simd }: Pick<SharedEngineConfig, "pe" | "simd">,
): void {
  const ratio = Math.max(pe, simd) / Math.min(pe, simd);
  if (Number.isInteger(Math.log2(ratio))) return;
  throw new RangeError(
    `${where}: pe must be a power of two times simd (${simd}) or a part of it by one, got ${pe}`,
  );
}
