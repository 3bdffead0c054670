import type { Offset } from "@bnnkit/kernels";
import { formatCode, type PositionNode, type TypedNode } from "@bnnkit/model";
import type { Emitter, FloatValue } from "../emitter.ts";
import { floatRows } from "../float-rows.ts";
import { type Addresses, pixelsAt } from "../value.ts";
import { emitSum } from "./add.ts";

export function refusePosition({ node, output }: TypedNode<"position">): string | undefined {
  if (output.domain.kind === "map" && node.table === "sinusoidal") {
    return "sinusoidal positions of pixels are not there yet";
  }
  if (node.table === "sinusoidal" || formatCode(node.table.code) === "float32") return undefined;
  return `a table must be float32, got ${formatCode(node.table.code)}`;
}

/** `x + position table`, for an x that no embedding has taken up. */
export function lowerPosition(
  { node, output }: TypedNode<"position">,
  emitter: Emitter,
): FloatValue {
  const { name, inputs } = node;
  const { features } = output;
  const rowsOfTable = emitter.rows(name, output, 4 * features);
  const table = placePositionTable(node, emitter);
  const isMap = output.domain.kind === "map";
  emitter.emit({
    node: name,
    reads: [],
    writes: [rowsOfTable],
    emit: (tape, at) =>
      tape.embedFloat32({
        ids: isMap ? pixelsAt(at, rowsOfTable.space).positions : at.positions,
        table: table(at, features),
        multiplier: 1,
        rows: at.rows(rowsOfTable.space),
        features,
        out: at.offset(rowsOfTable),
      }),
  });
  const out = emitter.floats(name, output);
  const x = floatRows(inputs[0], emitter);
  emitSum(emitter, name, [x, rowsOfTable], out);
  return out;
}

/** Where the table of a node lies: learned rows among the weights, sinusoidal ones wherever a tape puts as many as it needs. */
export function placePositionTable(
  { table }: PositionNode,
  { weights }: Emitter,
): (at: Addresses, features: number) => Offset {
  if (table === "sinusoidal") return ({ positionTable }, features) => positionTable(features);
  const offset = weights.floats(`${table.tensor}.weights`);
  return () => offset;
}
