// The instruction words of embeddings.
import { bytes, float, optional, positionTable, size, words } from "./operand-word.ts";
import type { EmbedFloat32, EmbedInt8 } from "./operands.ts";

export function embedInt8Words(o: EmbedInt8): number[] {
  const where = "embedInt8";
  return [
    words(where, "ids", o.ids),
    optional(where, "positions", o.positions),
    positionTable(where, o.positions, o.positionTable),
    bytes(where, "codes", o.codes),
    words(where, "scales", o.scales),
    float(where, "multiplier", o.multiplier),
    words(where, "rows", o.rows),
    size(where, "features", o.features),
    words(where, "out", o.out),
  ];
}

export function embedFloat32Words(o: EmbedFloat32): number[] {
  const where = "embedFloat32";
  return [
    words(where, "ids", o.ids),
    optional(where, "positions", o.positions),
    positionTable(where, o.positions, o.positionTable),
    words(where, "table", o.table),
    float(where, "multiplier", o.multiplier),
    words(where, "rows", o.rows),
    size(where, "features", o.features),
    words(where, "out", o.out),
  ];
}
