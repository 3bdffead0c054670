import type { HardwarePart } from "../devices/asic-processes.ts";
import type { Figure } from "../figure.ts";
import type { InMemoryArray } from "../memory/in-memory-array.ts";
import type { Architecture, Folding, PlannedLayer } from "../network/dataflow-builder.ts";
import type { ProcessorNode } from "../network/plan-dataflow.ts";
import type { StageConfig } from "../network/stage-config.ts";
import type { EngineAccesses } from "../units/engine-accesses.ts";
import type { CircuitCost } from "./estimate-stage.ts";

/** What a circuit takes, with its area on a process and its energy. */
export interface PricedCircuit extends CircuitCost {
  /** 0 on an FPGA. */
  readonly areaUm2: Figure;
  /** Of an inference, as gates of 45 nm at 1.1 V would take it: of FPGAs no energies are known. */
  readonly energyPj: Figure;
}

/** A unit of a layer. */
export interface StageEstimate extends PricedCircuit {
  readonly name: string;
  readonly unit: StageConfig["unit"];
}

/** A layer that an engine does in its turn. */
export interface PassEstimate {
  readonly name: string;
  readonly nodes: readonly string[];
  readonly macs: number;
  readonly weightBits: number;
  readonly cycles: number;
  readonly accesses: EngineAccesses;
  /** Its share of the engine's by its clocks. */
  readonly energyPj: Figure;
}

/** A layer with what it takes, its units included. */
export interface LayerEstimate extends PricedCircuit {
  readonly name: string;
  readonly kind: PlannedLayer["kind"];
  /** The nodes of the description that it does. */
  readonly nodes: readonly string[];
  /** Of products and engines. */
  readonly folding?: Folding;
  /** Of an engine: what it does in a row. */
  readonly passes?: readonly PassEstimate[];
  /** Of an engine that sums up in its memories: those, as macros of 130 nm, with what each pass reads and writes. */
  readonly array?: InMemoryArray;
  /** Of an inference; of a unit beside a processor, of a position. */
  readonly macs: number;
  readonly weightBits: number;
  /** Clocks for an inference, if nobody waits. */
  readonly cycles: number;
  readonly stages: readonly StageEstimate[];
}

/** Clocks of an inference. */
export interface ModelTiming {
  /** From one sample to the next. */
  readonly initiationInterval: Figure;
  readonly latencyCycles: Figure;
  readonly latencyMicroseconds: Figure;
  readonly framesPerSecond: Figure;
  /** The slowest layer, `link` for transfers. */
  readonly bottleneck: string;
}

/** Bits that move for an inference, counted. */
export interface ModelTraffic {
  /** From the processor to the circuit, and back. */
  readonly inputBits: number;
  readonly outputBits: number;
  /** Weights that stand on the chip, and how many bits of them are read. */
  readonly weightBits: number;
  readonly weightBitsRead: number;
  /** Bits of buffers, windows and vectors that are kept. */
  readonly bufferBits: number;
}

/** How full a part is. */
export interface ResourceUse {
  readonly resource: "lut" | "ff" | "bram" | "dsp";
  readonly used: Figure;
  readonly available: number;
  /** `used / available`. */
  readonly share: number;
  /** The layer that takes most of it. */
  readonly mostOf: string;
}

/** What a model costs on a part. */
export interface ModelEstimate {
  readonly kind: "estimate";
  readonly model: string;
  readonly part: HardwarePart;
  readonly clockMHz: number;
  /** `dataflow`: layers joined by streams; `shared-engine`: one unit that does a layer after another; `in-memory`: that as a memory which sums up its rows; `units`: products beside a processor, which does the rest; `none`: nothing can be built. */
  readonly arrangement: Architecture | "units" | "none";
  readonly folding: Readonly<Record<string, Folding>>;
  readonly layers: readonly LayerEstimate[];
  readonly total: PricedCircuit;
  /** Absent where nothing is built. */
  readonly timing?: ModelTiming;
  readonly traffic: ModelTraffic;
  /** Empty for a process, which has no bounds. */
  readonly use: readonly ResourceUse[];
  /** Whether all of it is within the part. */
  readonly fits: boolean;
  readonly processor: readonly ProcessorNode[];
  /** What to know about these figures: a part that is too small, a clock that is too fast. */
  readonly notes: readonly string[];
}
