import { packUnipolar } from "@bnnkit/core";
import { levelBit, levelBits } from "@bnnkit/core/truth-tables";
import { truthTableTensors } from "@bnnkit/model";
import { LogicConv2D } from "../tables/logic-conv2d.ts";
import { type EnumeratedUnits, TableLayer } from "../tables/table-layer.ts";
import { type CodedBits, codedBits } from "./coded-bits.ts";
import type { ExportedValue } from "./exported-value.ts";
import {
  type LayerCall,
  type LayerExporter,
  type LayerRefusal,
  refusal,
  soleInput,
} from "./layer-export.ts";

/** A layer of units that are enumerated: a table for each bit of what each gives. */
export const exportTruthTables: LayerExporter = (call) => {
  const { layer } = call;
  if (layer instanceof TableLayer) return writeTables(call, layer.enumerate());
  throw otherClass(call);
};

/** A `LogicConv2D`: tables of each level of its trees at every place, and of OR. */
export const exportLogicConv2d: LayerExporter = (call) => {
  const { layer, shapes } = call;
  if (!(layer instanceof LogicConv2D)) throw otherClass(call);
  const y = layer
    .enumerate(shapes[0])
    .reduce((value, units) => writeTables({ ...call, inputs: [value] }, units), soleInput(call));
  const { features: count } = y.type;
  // A map in TensorFlow.js, a vector in the file, its numbers in the same order.
  return { ...y, coded: { count, digits: 1, code: "binary" } };
};

function otherClass({ layer }: LayerCall): LayerRefusal {
  return refusal(
    layer,
    `must be the ${layer.getClassName()} of this package`,
    "register no other class of that name",
  );
}

function writeTables(call: LayerCall, units: EnumeratedUnits): ExportedValue {
  const { layer, writer } = call;
  const read = codedBits(call);
  const { inputBits, outputBits, outputCode, fanIn } = units;
  if (read.bits !== inputBits || read.code !== "binary") {
    throw refusal(
      layer,
      `must read values of ${inputBits} binary digits, got ${read.digits} as ${read.code}`,
      'take inputBits as the outputBits of the layer before, whose outputCode is "binary"',
    );
  }
  const name = writer.nameOf(layer.name);
  const bits = levelBits(outputCode, outputBits);
  const [count = 0] = units.levels.shape;
  const tables = count * bits;
  const inputsPerTable = fanIn * inputBits;
  const node = writer.write(
    { op: "truth-tables", name, inputs: [read.value.name], tables, inputsPerTable },
    read.value,
    truthTableTensors(name, {
      inputsPerTable,
      connections: bitConnections(units, bits, read),
      tables: tableWords(units, bits),
    }),
  );
  const isPlain = bits === 1;
  return {
    ...node,
    isFlat: false,
    ...(!isPlain && { coded: { count, digits: outputBits, code: outputCode } }),
  };
}

/** The bits that tables read: of each value all digits, the least significant first. */
function bitConnections(
  { connections, inputBits }: EnumeratedUnits,
  bits: number,
  { bits: digits }: CodedBits,
): Int32Array<ArrayBuffer> {
  const [units = 0, fanIn = 0] = connections.shape;
  const values = connections.dataSync();
  const perTable = fanIn * inputBits;
  return Int32Array.from({ length: units * bits * perTable }, (_, i) => {
    const unit = Math.floor(i / perTable / bits);
    const [slot, digit] = [Math.floor((i % perTable) / inputBits), i % inputBits];
    return values[unit * fanIn + slot] * digits + digit;
  });
}

/** The entries of all tables, one unit's after the other's, and of a unit one bit's after the other's. */
function tableWords(
  { levels, outputCode }: EnumeratedUnits,
  bits: number,
): Uint32Array<ArrayBuffer> {
  const [units = 0, addresses = 0] = levels.shape;
  const values = levels.dataSync();
  const entries = Uint8Array.from({ length: units * bits * addresses }, (_, i) => {
    const [table, address] = [Math.floor(i / addresses), i % addresses];
    const level = values[Math.floor(table / bits) * addresses + address];
    return levelBit(outputCode, level, table % bits);
  });
  return Uint32Array.from(packUnipolar(entries, 1, entries.length).words);
}
