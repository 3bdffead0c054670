import type { Module, Signal } from "./module.ts";
import { type Bus, isConstant, type Net } from "./net.ts";

/** Writes buses of a module as Verilog: names, slices, concatenations, repetitions. */
export function busExpressions(module: Module): (bus: Bus) => string {
  const signalOf = signalLookUp(module);
  return (bus) => {
    const pieces: string[] = [];
    let end = bus.length;
    while (end > 0) {
      const start = startOfRun(bus, end, signalOf);
      pieces.push(pieceOf(bus.slice(start, end), signalOf));
      end = start;
    }
    return pieces.length === 1 ? pieces[0] : `{${pieces.join(", ")}}`;
  };
}

function signalLookUp(module: Module): (net: Net) => Signal {
  const signals: Signal[] = [];
  for (const signal of module.signals) {
    for (let bit = 0; bit < signal.width; bit++) signals[signal.first + bit] = signal;
  }
  return (net) => signals[net];
}

/** Where the piece that ends before `end` starts: constants, copies of one bit, or neighbours of one signal. */
function startOfRun(bus: Bus, end: number, signalOf: (net: Net) => Signal): number {
  const top = bus[end - 1];
  let start = end - 1;
  const extend = (belongs: (net: Net, above: Net) => boolean): number => {
    while (start > 0 && belongs(bus[start - 1], bus[start])) start--;
    return start;
  };
  if (isConstant(top)) return extend(isConstant);
  if (bus[end - 2] === top) return extend((net) => net === top);
  return extend((net, above) => net === above - 1 && signalOf(net) === signalOf(top));
}

function pieceOf(run: Bus, signalOf: (net: Net) => Signal): string {
  const [low] = run;
  const high = run[run.length - 1];
  if (isConstant(low)) return `${run.length}'b${[...run].reverse().join("")}`;
  const { name, first, width } = signalOf(low);
  const bit = width === 1 ? name : `${name}[${low - first}]`;
  if (run.length === 1) return bit;
  if (low === high) return `{${run.length}{${bit}}}`;
  return run.length === width ? name : `${name}[${high - first}:${low - first}]`;
}
