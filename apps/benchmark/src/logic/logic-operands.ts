import { randomBelow } from "../random-integers.ts";

/** Layers of truth tables on bits, all of one width; the last one's are counted in ten groups. */
export interface LogicShape {
  readonly samples: number;
  /** Bits of a sample. */
  readonly inputs: number;
  readonly tables: number;
  readonly layers: number;
  readonly inputsPerTable: number;
}

/** Classes. */
export const logicGroups = 10;

/** What is evaluated. */
export interface LogicOperands {
  readonly shape: LogicShape;
  /** samples × inputs of 0 and 1 */
  readonly x: Uint8Array;
  /** Of each layer, tables × inputsPerTable. */
  readonly connections: readonly Int32Array<ArrayBuffer>[];
  /** Of each layer, tables × 2^inputsPerTable of 0 and 1. */
  readonly entries: readonly Uint8Array[];
}

/** Random bits, connections and tables; the same shape gives the same ones. */
export function createLogicOperands(shape: LogicShape): LogicOperands {
  const { samples, inputs, tables, layers, inputsPerTable } = shape;
  const depth = [...Array(layers).keys()];
  return {
    shape,
    x: Uint8Array.from(randomBelow(samples * inputs, 2, 1)),
    connections: depth.map((layer) =>
      randomBelow(tables * inputsPerTable, layer === 0 ? inputs : tables, 2 * layer + 2),
    ),
    entries: depth.map((layer) =>
      Uint8Array.from(randomBelow(tables * 2 ** inputsPerTable, 2, 2 * layer + 3)),
    ),
  };
}
