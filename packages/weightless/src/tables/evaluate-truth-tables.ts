import { unpackUnipolar } from "@bnnkit/core";
import { firstArgmax } from "../filter-network.ts";
import { bitRows, type Samples } from "../samples.ts";
import {
  type TruthTableLayer,
  type TruthTableNetwork,
  tablesOf,
  truthTableNetworkFrom,
} from "./truth-table-network.ts";

/** Runs a network of truth tables as it is defined, table by table: slow, and what every faster way is held against.
 *  @returns row-major rows × classes: how many tables of each class's group are 1
 *  @throws RangeError for a network that `truthTableNetworkFrom` refuses, and for samples of another length or with other values than 0
 *  and 1 (−0 is 0, NaN is refused) */
export function evaluateTruthTables(
  network: TruthTableNetwork,
  samples: Samples,
): Float64Array<ArrayBuffer> {
  const { inputs, classes, layers } = truthTableNetworkFrom(network);
  const packed = bitRows("evaluateTruthTables", samples, inputs);
  const digits = unpackUnipolar(packed);
  const counts = new Float64Array(packed.rows * classes);
  for (let row = 0; row < packed.rows; row++) {
    let bits: Uint8Array = digits.subarray(row * inputs, (row + 1) * inputs);
    for (const layer of layers) bits = evaluateLayer(layer, bits);
    const group = bits.length / classes;
    bits.forEach((bit, table) => {
      counts[row * classes + Math.floor(table / group)] += bit;
    });
  }
  return counts;
}

/** The class of each sample whose group counts most, the lowest of those that tie. */
export function predictTruthTables(
  network: TruthTableNetwork,
  samples: Samples,
): Uint32Array<ArrayBuffer> {
  return firstArgmax(evaluateTruthTables(network, samples), network.classes);
}

function evaluateLayer(layer: TruthTableLayer, bits: Uint8Array): Uint8Array {
  const { inputsPerTable, connections, tables } = layer;
  return Uint8Array.from({ length: tablesOf(layer) }, (_, table) => {
    let address = 0;
    for (let j = 0; j < inputsPerTable; j++) {
      address |= bits[connections[table * inputsPerTable + j]] << j;
    }
    const entry = (table << inputsPerTable) + address;
    return (tables[entry >>> 3] >>> (entry & 7)) & 1;
  });
}
