import type { Module } from "../netlist/module.ts";

/** The bits of each port, the lowest first. */
export type PortBits = Readonly<Record<string, Uint8Array>>;

/** A circuit with what it should do. */
export interface Unit {
  readonly module: Module;
  /** Clocks from inputs to their outputs; a new vector may come at each. */
  readonly latency: number;
  /** Inputs that must stay as they are while vectors pass. */
  readonly held: readonly string[];
  /** What the outputs are, in plain arithmetic. */
  behaviour(inputs: PortBits): PortBits;
}

/** Numbers that are built into a unit. Those that are missing are drawn, the same at every call. */
export interface UnitConstants {
  /** Weights as they stand in the port `w` otherwise. */
  readonly weights?: Uint8Array;
  /** A threshold for each level, rising. */
  readonly thresholds?: readonly number[];
  /** Tables of look-ups, node after node. */
  readonly tables?: Uint8Array;
  /** Of a scale and bias, in steps of their last bits. */
  readonly scale?: number;
  readonly bias?: number;
}
