import type { ModuleBuilder } from "../netlist/module-builder.ts";
import { type Bus, constantBus, type Net, one, resize, unsignedWidth } from "../netlist/net.ts";
import type { Stream } from "../network/stream.ts";
import { all } from "./all.ts";
import { constantTable } from "./constant-table.ts";
import {
  type EnginePass,
  enginePasses,
  type SharedEngineConfig,
  stepsOf,
} from "./engine-passes.ts";
import { type FoldCounter, foldCounter, loopCounter } from "./fold-counter.ts";

/** Where an engine is: the loops around the step at hand, and what its end is the end of. */
export interface EngineControl {
  /** Takes a beat of the input, if there is one. */
  readonly takes: Net;
  readonly pass: FoldCounter;
  /** Whether it is a pool. */
  readonly isPooling: Net;
  readonly beat: Bus;
  readonly tap: { readonly x: Bus; readonly y: Bus };
  readonly place: { readonly x: Bus; readonly y: Bus };
  readonly fold: Bus;
  /** Whether the step is its sum's first, or last; the fold its place's last. */
  readonly isFirstStep: Net;
  readonly isLastStep: Net;
  readonly isLastFold: Net;
  /** Whether the step is done in this clock, and is the last of a sum, place, pass, of all. */
  readonly fires: Net;
  readonly endsSum: Net;
  readonly endsPlace: Net;
  readonly endsPass: Net;
  readonly endsAll: Net;
}

/**
 * The sequence of an engine: loops whose lengths stand in tables of the pass. A pass waits until the one before is in memory; a result that
 * leaves, until the one before has gone.
 */
export function engineControl(
  m: ModuleBuilder,
  input: Stream,
  config: SharedEngineConfig,
  isTaken: Net,
): EngineControl {
  const passes = enginePasses(config);
  const pass = foldCounter(m, passes.length);
  const loop = (length: (one: EnginePass) => number): FoldCounter => {
    const lasts = passes.map((one) => length(one) - 1);
    const most = Math.max(...lasts);
    return loopCounter(
      m,
      most,
      constantTable(m, lasts.map(BigInt), unsignedWidth(most), pass.value),
    );
  };
  const beat = loop(({ beats }) => beats);
  const [tapX, tapY] = [loop(({ taps }) => taps[1]), loop(({ taps }) => taps[0])];
  const fold = loop(({ folds }) => folds);
  const [x, y] = [loop(({ places }) => places[1]), loop(({ places }) => places[0])];
  const pools = passes.map((_, i) => BigInt(config.layers[i - 1]?.op === "pool"));
  const [isPooling] = constantTable(m, pools, 1, pass.value);
  const isFirstStep = all(m, [beat.first, tapX.first, tapY.first]);
  const isLastStep = all(m, [beat.last, tapX.last, tapY.last]);

  const busy = m.feedback(1);
  const drain = m.feedback(2);
  const isResult = all(m, [pass.last, isLastStep]);
  const isHeld = all(m, [isResult, ...busy.q, ...m.not([isTaken])]);
  const [waits] = m.or([isHeld], m.or([drain.q[0]], [drain.q[1]]));
  const [hasOperand] = m.or([input.valid], m.not([pass.first]));
  const fires = all(m, [hasOperand, ...m.not([waits])]);
  const ends: Net[] = [fires];
  for (const counter of [beat, tapX, tapY, fold, x, y]) {
    const enable = ends[ends.length - 1];
    counter.advance(enable);
    ends.push(all(m, [enable, counter.last]));
  }
  const [, , , endsSum, endsPlace, , endsPass] = ends;
  pass.advance(endsPass);
  drain.connect([endsPass, drain.q[0]]);
  const [stays] = m.and(busy.q, m.not([isTaken]));
  busy.connect(m.or([all(m, [fires, isResult])], [stays]));
  return {
    ...{ takes: all(m, [pass.first, ...m.not([waits])]), pass, beat: beat.value, fold: fold.value },
    ...{ tap: { x: tapX.value, y: tapY.value }, place: { x: x.value, y: y.value } },
    ...{
      isPooling,
      isFirstStep,
      isLastStep,
      isLastFold: fold.last,
      fires,
      endsSum,
      endsPlace,
      endsPass,
    },
    endsAll: all(m, [endsPass, pass.last]),
  };
}

/** Where an engine reads constants of which each place of a pass needs the same, pass after pass: `words` of each.
 *  @param advance  Whether it goes on. */
export function constantPointer(
  m: ModuleBuilder,
  control: EngineControl,
  words: readonly number[],
  advance: Net,
): Bus {
  const { pass, endsPlace, endsPass, endsAll } = control;
  const reads = constantTable(
    m,
    words.map((count) => BigInt(count > 0)),
    1,
    pass.value,
  );
  const starts = words.map((_, i) => words.slice(0, i).reduce((sum, count) => sum + count, 0));
  const total = words.reduce((sum, count) => sum + count, 0);
  const width = unsignedWidth(total - 1);
  const pointer = m.feedback(width);
  const next = m.add(pointer.q, constantBus(0, width), one);
  const start = constantTable(m, starts.map(BigInt), width, pass.value);
  const returns = all(m, [endsPlace, ...m.not([endsPass])]);
  const moved = m.mux(endsAll, constantBus(0, width), m.mux(returns, start, next));
  const enable = all(m, [advance, ...reads]);
  pointer.connect(moved, { enable });
  return resize(pointer.q, width);
}

/** Words of weights and of constants of outputs that a place of each pass reads; the input and pools have none. */
export function constantWords(config: SharedEngineConfig): {
  readonly weights: readonly number[];
  readonly outputs: readonly number[];
} {
  const passes = enginePasses(config);
  const ofProducts = (words: (pass: EnginePass) => number): number[] =>
    passes.map((pass, i) => (config.layers[i - 1]?.op === "product" ? words(pass) : 0));
  return {
    weights: ofProducts((pass) => stepsOf(pass).ofSum * pass.folds),
    outputs: ofProducts(({ folds }) => folds),
  };
}
