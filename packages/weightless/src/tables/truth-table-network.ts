import { checkIndex, checkIntegerBetween, checkLength, checkPositiveInteger } from "@bnnkit/core";

/** A layer of truth tables of n inputs each; each gives one bit. */
export interface TruthTableLayer {
  /** n, 1 … 8. */
  readonly inputsPerTable: number;
  /** Tables × n: which bit of the layer before, or of the sample, each input reads. Input j is bit j of the table's address, the
   *  first least significant. */
  readonly connections: Int32Array | readonly number[];
  /** 2ⁿ bits a table, one table after the other with nothing in between, packed least significant bit first: entry a of table t is
   *  bit (t·2ⁿ + a) mod 8 of byte ⌊(t·2ⁿ + a)/8⌋. Bits beyond the last table are 0. */
  readonly tables: Uint8Array;
}

/** A network of nothing but truth tables. The last layer stands in equal groups, one a class, whose set bits are counted. */
export interface TruthTableNetwork {
  /** Bits of a sample. */
  readonly inputs: number;
  readonly classes: number;
  readonly layers: readonly TruthTableLayer[];
}

/** The number of tables of a layer. */
export function tablesOf({ connections, inputsPerTable }: TruthTableLayer): number {
  return connections.length / inputsPerTable;
}

/** What a network holds: its tables, the bytes of their entries, and those of its connections at ⌈log₂ width⌉ bits each, where width is
 *  the number of bits to choose from. */
export function truthTableSize({ inputs, layers }: TruthTableNetwork): {
  readonly tables: number;
  readonly tableBytes: number;
  readonly connectionBytes: number;
} {
  let [width, tables, tableBytes, connectionBits] = [inputs, 0, 0, 0];
  for (const layer of layers) {
    connectionBits += layer.connections.length * Math.ceil(Math.log2(width));
    tableBytes += layer.tables.length;
    width = tablesOf(layer);
    tables += width;
  }
  return { tables, tableBytes, connectionBytes: Math.ceil(connectionBits / 8) };
}

/** Checks a network that comes from elsewhere.
 *  @throws RangeError that names what does not fit: numbers of inputs, connections to bits that are not there, lengths, padding bits,
 *  groups that are not equal. */
export function truthTableNetworkFrom(network: TruthTableNetwork): TruthTableNetwork {
  const where = "truthTableNetworkFrom";
  const { inputs, classes, layers } = network;
  checkPositiveInteger(where, "inputs", inputs);
  checkPositiveInteger(where, "classes", classes);
  checkPositiveInteger(where, "number of layers", layers.length);
  let width = inputs;
  layers.forEach((layer, index) => {
    checkLayer(where, `layers[${index}]`, layer, width);
    width = tablesOf(layer);
  });
  if (width % classes !== 0) {
    throw new RangeError(
      `${where}: the last layer must have equally many tables for each of ${classes} classes, got ${width}`,
    );
  }
  return network;
}

function checkLayer(where: string, name: string, layer: TruthTableLayer, width: number): void {
  const { inputsPerTable, connections, tables } = layer;
  checkIntegerBetween(where, `${name}.inputsPerTable`, inputsPerTable, 1, 8);
  const count = tablesOf(layer);
  if (!Number.isInteger(count) || count === 0) {
    throw new RangeError(
      `${where}: ${name}.connections must hold ${inputsPerTable} for each table, at least one table, got ${connections.length}`,
    );
  }
  for (let i = 0; i < connections.length; i++) {
    checkIndex(where, `${name}.connections[${i}]`, connections[i], "bits before it", width);
  }
  const bits = count << inputsPerTable;
  checkLength(where, `${name}.tables`, tables.length, Math.ceil(bits / 8));
  const padding = bits % 8 === 0 ? 0 : tables[tables.length - 1] >>> (bits % 8);
  if (padding !== 0) {
    throw new RangeError(`${where}: ${name}.tables must have 0 bits beyond its last table`);
  }
}

/** Packs the entries of tables, one after the other.
 *  @param isSet  whether entry i is 1 */
export function packTables(entries: number, isSet: (entry: number) => boolean): Uint8Array {
  const tables = new Uint8Array(Math.ceil(entries / 8));
  for (let i = 0; i < entries; i++) if (isSet(i)) tables[i >>> 3] |= 1 << (i & 7);
  return tables;
}
