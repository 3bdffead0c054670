import { checkPositiveInteger, type Extent, slide, type Window } from "@bnnkit/core";
import type { ModuleBuilder } from "../netlist/module-builder.ts";
import { type Bus, constantBus, type Net, resize, unsignedWidth } from "../netlist/net.ts";
import type { Stage, StageTiming, Stream } from "../network/stream.ts";
import { all } from "./all.ts";
import { constantTable } from "./constant-table.ts";
import { foldCounter } from "./fold-counter.ts";
import { tapPositions } from "./tap-positions.ts";

/** The numbers under a window on a map whose pixels come line by line, each in `beats` beats. */
export interface SlidingWindowConfig {
  readonly unit: "sliding-window";
  readonly map: Extent;
  readonly window: Window;
  /** Beats of a pixel. */
  readonly beats: number;
  /** Bits of a beat. */
  readonly bits: number;
  /** What stands outside the map: a beat. */
  readonly margin: readonly number[];
  /** Whether for each place all beats of a tap leave, then those of the next, or of each beat all taps. */
  readonly order: "tap-by-tap" | "beat-by-beat";
}

/**
 * The circuit: lines in a memory that is a ring; a row of places starts when the last line under it has come, and gives lines back when
 * it is through.
 *
 * @throws RangeError for a window that does not fit the map.
 */
export function slidingWindow(m: ModuleBuilder, input: Stream, config: SlidingWindowConfig): Stage {
  checkPositiveInteger("slidingWindow", "beats", config.beats);
  const { map, window, beats, bits, margin, order } = config;
  const lines = windowLines(config);
  const [height, width] = slide("slidingWindow", map, window);
  const result = m.feedback(bits);
  const full = m.feedback(1);
  const [isFull] = full.q;
  const connect = (ready: Net): Net => {
    const pitch = map[1] * beats;
    const countBits = unsignedWidth(lines.ring);
    const held = m.feedback(countBits);
    const [space] = m.not([m.equal(held.q, constantBus(lines.ring, countBits))]);
    const [writes] = m.and([input.valid], [space]);
    const [written, line] = [foldCounter(m, pitch), foldCounter(m, lines.ring)];
    written.advance(writes);
    const [hasLine] = m.and([writes], [written.last]);
    line.advance(hasLine);

    const counters = {
      beat: foldCounter(m, beats),
      tapX: foldCounter(m, window.size[1]),
      tapY: foldCounter(m, window.size[0]),
    };
    const { beat, tapX, tapY } = counters;
    const [x, y] = [foldCounter(m, width), foldCounter(m, height)];
    const table = (numbers: readonly number[], address: Bus): Bus => tableOf(m, numbers, address);
    const needs = resize(table(lines.needs, y.value), countBits);
    const hasLines = m.atLeast(held.q, needs);
    const [isFree] = m.or(m.not([isFull]), [ready]);
    const [fires] = m.and([hasLines], [isFree]);
    const inner = order === "tap-by-tap" ? [beat, tapX, tapY] : [tapX, tapY, beat];
    let enable = fires;
    for (const counter of [...inner, x, y]) {
      counter.advance(enable);
      [enable] = m.and([enable], [counter.last]);
    }
    const isRowDone = all(m, [fires, ...[...inner, x].map(({ last }) => last)]);

    const releases = resize(table(lines.releases, y.value), countBits);
    const base = m.feedback(unsignedWidth(lines.ring - 1));
    base.connect(wrap(m, base.q, releases, lines.ring), { enable: isRowDone });
    const given = m.mux(isRowDone, releases, constantBus(0, countBits));
    const more = m.add(held.q, resize([hasLine], countBits));
    held.connect(m.subtract(more, given));

    const lineAt = table(tapTable(lines.rows, tapY.value.length), [...tapY.value, ...y.value]);
    const columns = tapPositions(map, window, 1).map((taps) =>
      taps.map((at) => (at < 0 ? -1 : at * beats)),
    );
    const columnAt = table(tapTable(columns, tapX.value.length), [...tapX.value, ...x.value]);
    const slot = wrap(m, base.q, resize(lineAt.slice(1), countBits), lines.ring);
    const addressBits = unsignedWidth(lines.ring * pitch - 1);
    const place = (slots: Bus, within: Bus): Bus => {
      const starts = Array.from({ length: lines.ring }, (_, i) => i * pitch);
      const start = resize(table(starts, slots), addressBits);
      return m.add(start, resize(within, addressBits));
    };
    const within = m.add(resize(columnAt.slice(1), addressBits), resize(beat.value, addressBits));
    const ports = {
      ...{ writeEnable: writes, writeAddress: place(line.value, written.value) },
      ...{ writeData: input.data, address: place(slot, within) },
    };
    const stored = m.ram(lines.ring * pitch, ports, { isSynchronous: false });
    const [isInside] = m.and([lineAt[0] ?? 1], [columnAt[0] ?? 1]);
    result.connect(m.mux(isInside, stored, margin), { enable: fires });
    full.connect(m.or([fires], m.and([isFull], m.not([ready]))));
    return space;
  };
  return { output: { data: result.q, valid: isFull }, connect };
}

/** The clocks of the circuit. */
export function slidingWindowTiming(config: SlidingWindowConfig): StageTiming {
  const { map, window, beats } = config;
  const { ring, needs, releases } = windowLines(config);
  const [height, width] = slide("slidingWindow", map, window);
  const pitch = map[1] * beats;
  const row = width * window.size[0] * window.size[1] * beats;
  let [held, written, emitted, y, isFull] = [0, 0, 0, 0, false];
  return {
    get isValid() {
      return isFull;
    },
    isReady: () => held < ring,
    clock(isInputValid, isOutputReady) {
      const writes = isInputValid && held < ring;
      const fires = held >= needs[y] && (!isFull || isOutputReady);
      isFull = fires || (isFull && !isOutputReady);
      if (writes) {
        written = (written + 1) % pitch;
        if (written === 0) held++;
      }
      if (!fires) return;
      emitted = (emitted + 1) % row;
      if (emitted > 0) return;
      held -= releases[y];
      y = (y + 1) % height;
    },
  };
}

/** Places of a window on its map, and the beats that leave for a map. */
export function slidingWindowBeats({ map, window, beats }: SlidingWindowConfig): number {
  const [height, width] = slide("slidingWindow", map, window);
  return height * width * window.size[0] * window.size[1] * beats;
}

/** Which lines rows of places wait for. */
export interface WindowLines {
  /** Lines that the memory holds. */
  readonly ring: number;
  /** For each row of places the lines, from the first that is held on, that must have come. */
  readonly needs: readonly number[];
  /** Lines that are given back behind it. */
  readonly releases: readonly number[];
  /** For each row of places and line of taps the line from the first that is held on, −1 outside the map. */
  readonly rows: readonly (readonly number[])[];
}

/** The lines under each row of places. The last row waits for the whole map, so that it can give back all of it. */
export function windowLines({ map, window }: SlidingWindowConfig): WindowLines {
  const [height] = slide("slidingWindow", map, window);
  const { strides, padding } = window;
  const top = (y: number): number => y * strides[0] - padding.top;
  const first = (y: number): number =>
    y === height ? map[0] : Math.min(Math.max(top(y), 0), map[0] - 1);
  const rows = tapPositions(map, window, 0).map((taps, y) =>
    taps.map((line) => (line < 0 ? -1 : line - first(y))),
  );
  const needs = rows.map((taps, y) =>
    y === height - 1 ? map[0] - first(y) : Math.max(1, ...taps.map((line) => line + 1)),
  );
  const releases = rows.map((_, y) => first(y + 1) - first(y));
  // So that the lines of the next row of places, or of the next map, come while a row is read.
  const ring = Math.max(...releases.map((lines, y) => lines + needs[(y + 1) % height]));
  return { ring, needs, releases, rows };
}

/** Words of a place after another, `2^tapBits` each: bit 0 says whether the tap is inside, the bits above where. */
function tapTable(places: readonly (readonly number[])[], tapBits: number): number[] {
  return places.flatMap((taps) =>
    Array.from({ length: 2 ** tapBits }, (_, tap) => {
      const at = taps[tap] ?? -1;
      return at < 0 ? 0 : 2 * at + 1;
    }),
  );
}

/** A table of constants that is looked up within a clock. */
function tableOf(m: ModuleBuilder, numbers: readonly number[], address: Bus): Bus {
  const width = unsignedWidth(Math.max(...numbers));
  return constantTable(m, numbers.map(BigInt), width, address);
}

/** `(a + b) mod ring`, of numbers whose sum is below twice the ring. */
function wrap(m: ModuleBuilder, a: Bus, b: Bus, ring: number): Bus {
  const width = unsignedWidth(2 * ring - 1);
  const sum = m.add(resize(a, width), resize(b, width));
  const isOver = m.atLeast(sum, constantBus(ring, width));
  return m.mux(isOver, m.subtract(sum, constantBus(ring, width)), sum).slice(0, a.length);
}
