import { packUnipolar } from "@bnnkit/core";
import { levelBit, levelBits } from "@bnnkit/core/truth-tables";
import { truthTableTensors } from "@bnnkit/model";
import { type EnumeratedUnits, TableLayer } from "../tables/table-layer.ts";
import { type CodedBits, codedBits } from "./coded-bits.ts";
import { type LayerExporter, refusal } from "./layer-export.ts";

/** A layer of units that are enumerated: a table for each bit of what each gives. */
export const exportTruthTables: LayerExporter = (call) => {
  const { layer, writer } = call;
  if (!(layer instanceof TableLayer)) {
    throw refusal(
      layer,
      `must be the ${layer.getClassName()} of this package`,
      "register no other class of that name",
    );
  }
  const read = codedBits(call);
  const units = layer.enumerate();
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
  const tables = layer.units * bits;
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
    ...(!isPlain && { coded: { count: layer.units, digits: outputBits, code: outputCode } }),
  };
};

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
