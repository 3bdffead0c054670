import type { Engine, LinearMemory } from "../engine.ts";
import { runTape } from "./run-tape.ts";

/** The tape interpreter in plain JavaScript. */
export function jsEngine(initialBytes: number): Engine {
  const memory = arrayBufferMemory(initialBytes);
  return { isa: "js", memory, run: (tape, end) => runTape(memory.buffer, tape, end) };
}

function arrayBufferMemory(initialBytes: number): LinearMemory & { readonly buffer: ArrayBuffer } {
  let buffer = new ArrayBuffer(initialBytes);
  return {
    get buffer(): ArrayBuffer {
      return buffer;
    },
    grow(byteLength: number): void {
      const grown = new ArrayBuffer(byteLength);
      new Uint8Array(grown).set(new Uint8Array(buffer));
      buffer = grown;
    },
  };
}
