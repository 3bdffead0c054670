import type { ModuleBuilder } from "../netlist/module-builder.ts";
import { type Bus, constantBus, type Net, one, resize, unsignedWidth } from "../netlist/net.ts";
import { constantTable } from "./constant-table.ts";
import type { EngineControl } from "./engine-control.ts";
import {
  activationWords,
  enginePasses,
  type SharedEngineConfig,
  wordNumbers,
} from "./engine-passes.ts";
import { registered } from "./registered.ts";
import { tapPositions } from "./tap-positions.ts";

/** A beat of `pe` numbers, or a word of a pool, that gets into memory, two clocks after its last step. */
export interface EngineWrite {
  readonly numbers: Bus;
  readonly pooled: Bus;
  readonly isPooled: Net;
  readonly isWritten: Net;
  /** Which part of a word it is. */
  readonly group: Bus;
  readonly isLastOfPlace: Net;
  readonly isLastOfPass: Net;
}

/** What a step reads, in the clock after it was asked for. */
export interface EngineRead {
  /** The numbers of a product. */
  readonly values: Bus;
  /** The whole word under the tap, and whether that is on the map. */
  readonly word: Bus;
  readonly isInside: Net;
}

/** The memory that passes write and read by halves. */
export function engineMemory(
  m: ModuleBuilder,
  config: SharedEngineConfig,
  control: EngineControl,
  write: EngineWrite,
): EngineRead {
  const { simd, input } = config;
  const [firstHalf, second] = activationWords(enginePasses(config));
  const words = firstHalf + second;
  const addressBits = unsignedWidth(words - 1);
  const parts = Math.log2(wordNumbers(config) / simd);
  const sizes = { addressBits, parts, secondHalf: firstHalf };
  const read = readAddress(m, config, control, sizes);
  const { writeData, isWordDone } = packed(m, config, write);
  const ports = {
    ...{ writeEnable: write.isWritten, writeData, address: read.address },
    writeAddress: writeAddress(m, control, write, { ...sizes, isWordDone }),
  };
  const word = m.ram(words, ports);
  const stored = partOf(m, word, simd * input.bits, registered(m, control.beat.slice(0, parts)));
  const [isInside] = registered(m, [read.isInside]);
  return { values: m.mux(isInside, stored, marginNumbers(m, config, control)), word, isInside };
}

interface ReadSizes {
  readonly addressBits: number;
  /** Bits of the beat that say which part of a word it is. */
  readonly parts: number;
  /** Where the second half begins. */
  readonly secondHalf: number;
}

/** The word under the tap at hand: tables say where its line and its column begin. */
function readAddress(
  m: ModuleBuilder,
  config: SharedEngineConfig,
  { pass, beat, fold, tap, place, isPooling }: EngineControl,
  { addressBits, parts, secondHalf }: ReadSizes,
): { readonly address: Bus; readonly isInside: Net } {
  const { layers } = config;
  const pixels = layers.map(({ channels }) => Math.ceil(channels / wordNumbers(config)));
  const starts = (axis: 0 | 1, first: Bus, second: Bus): Bus => {
    const numbers = layers.map((layer, i) => {
      const [pitch, base] =
        axis === 1 ? [pixels[i], 0] : [layer.map[1] * pixels[i], i % 2 === 1 ? secondHalf : 0];
      return tapPositions(layer.map, layer.window, axis).map((taps) =>
        taps.map((at) => (at < 0 ? 0n : 2n * BigInt(base + at * pitch) + 1n)),
      );
    });
    // The first pass reads nothing.
    const [tapCount, placeCount] = [2 ** first.length, 2 ** second.length];
    const contents = [[], ...numbers].flatMap((places) =>
      Array.from({ length: placeCount * tapCount }, (_, i) => {
        const [place, tap] = [Math.floor(i / tapCount), i % tapCount];
        return places.at(place)?.[tap] ?? 1n;
      }),
    );
    return constantTable(m, contents, addressBits + 1, [...first, ...second, ...pass.value]);
  };
  const line = starts(0, tap.y, place.y);
  const column = starts(1, tap.x, place.x);
  const pixel = m.add(line.slice(1), column.slice(1));
  const within = m.mux(
    isPooling,
    resize(fold, addressBits),
    resize(beat.slice(parts), addressBits),
  );
  const address = m.add(pixel, within);
  return { address, isInside: m.and([line[0]], [column[0]])[0] };
}

/** A beat with the others of its word so far; those that are to come are 0. */
function packed(
  m: ModuleBuilder,
  config: SharedEngineConfig,
  { numbers, pooled, isPooled, isWritten, group, isLastOfPlace }: EngineWrite,
): { readonly writeData: Bus; readonly isWordDone: Net } {
  const groups = wordNumbers(config) / config.pe;
  if (groups === 1) return { writeData: m.mux(isPooled, pooled, numbers), isWordDone: one };
  const isAt = (i: number): Net => m.equal(group, constantBus(i, group.length));
  const [isWordDone] = m.or([isPooled], m.or([isAt(groups - 1)], [isLastOfPlace]));
  const [isCleared] = m.and([isWritten], [isWordDone]);
  const written = Array.from({ length: groups }, (_, i) => {
    const isHere = isAt(i);
    const [enable] = m.and([isWritten], [isHere]);
    const before = m.register(numbers, { enable, reset: isCleared });
    return m.mux(isHere, numbers, before);
  });
  return { writeData: m.mux(isPooled, pooled, written.flat()), isWordDone };
}

/** Word after word of a half, the other one in the next pass. */
function writeAddress(
  m: ModuleBuilder,
  { pass }: EngineControl,
  { isWritten, isLastOfPass }: EngineWrite,
  sizes: { readonly isWordDone: Net; readonly addressBits: number; readonly secondHalf: number },
): Bus {
  const { isWordDone, addressBits, secondHalf } = sizes;
  const pointer = m.feedback(addressBits);
  const next = m.mux(isWordDone, m.add(pointer.q, constantBus(0, addressBits), one), pointer.q);
  // When the last beat of a pass is written the next one has been begun.
  const half = m.mux(
    pass.value[0],
    constantBus(secondHalf, addressBits + 1),
    constantBus(0, addressBits + 1),
  );
  const [enable] = m.or([isWritten], [isLastOfPass]);
  pointer.connect(m.mux(isLastOfPass, half.slice(0, addressBits), next), { enable });
  return pointer.q;
}

/** One of the parts of a word, of so many bits each. */
function partOf(m: ModuleBuilder, word: Bus, bits: number, which: Bus): Bus {
  const [low, ...high] = which.toReversed();
  if (low === undefined) return word.slice(0, bits);
  const half = word.length / 2;
  const chosen = m.mux(low, word.slice(half), word.slice(0, half));
  return partOf(m, chosen, bits, high.toReversed());
}

/** What stands outside of maps: the margin of each layer in the lanes that it uses. */
function marginNumbers(
  m: ModuleBuilder,
  { simd, input, layers }: SharedEngineConfig,
  { pass, beat }: EngineControl,
): Bus {
  const beats = 2 ** beat.length;
  // The first pass reads nothing.
  const words = [layers[0], ...layers].flatMap(({ channels, margin }) =>
    Array.from({ length: beats }, (_, b) => {
      const used = Math.min(simd, Math.max(0, channels - b * simd));
      let bits = 0n;
      for (let lane = 0; lane < used; lane++) bits |= BigInt(margin) << BigInt(lane * input.bits);
      return bits;
    }),
  );
  const numbers = constantTable(m, words, simd * input.bits, [...beat, ...pass.value]);
  return registered(m, numbers);
}
