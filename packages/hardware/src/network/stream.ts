import type { Bus, Net } from "../netlist/net.ts";

/** Numbers that pass one after another, some at a time: a beat moves at a clock edge where `valid` and the reader's ready are 1. */
export interface Stream {
  readonly data: Bus;
  readonly valid: Net;
}

/** A circuit between two streams, whose `valid` depends on registers alone, so that stages in a row make no loop. */
export interface Stage {
  readonly output: Stream;
  /** Takes the ready of whoever reads the output, once; returns its own for whoever writes its input. */
  connect(ready: Net): Net;
}

/** When beats pass a stage, clock by clock, as its circuit does it. */
export interface StageTiming {
  /** Whether a beat stands at the output. */
  readonly isValid: boolean;
  /** Of a buffer the depth that would have been enough so far. */
  readonly mostHeld?: number;
  /** Whether it takes a beat, if it is offered one. */
  isReady(isOutputReady: boolean): boolean;
  /** A clock edge. */
  clock(isInputValid: boolean, isOutputReady: boolean): void;
}

/** A number of a stream, `offset + scale·u` of the unsigned number u of so many bits.
 *
 *  ±1 is `{ bits: 1, scale: −2, offset: 1 }`: a bit is 1 for −1, as everywhere. */
export interface StreamNumber {
  readonly bits: number;
  readonly scale: number;
  readonly offset: number;
}

/** A bit a number, 1 for −1. */
export const bipolarNumber: StreamNumber = { bits: 1, scale: -2, offset: 1 };
