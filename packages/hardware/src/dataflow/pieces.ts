/** A stretch of a dimension. */
export interface Piece {
  readonly start: number;
  readonly size: number;
}

/** The stretches that loops over one dimension step through, each loop within the steps of the one before. */
export function piecesOf(extent: number, tiles: readonly number[]): readonly Piece[] {
  return tiles.reduce<readonly Piece[]>(
    (pieces, tile) => pieces.flatMap((piece) => cut(piece, tile)),
    [{ start: 0, size: extent }],
  );
}

function cut({ start, size }: Piece, tile: number): Piece[] {
  return Array.from({ length: Math.ceil(size / tile) }, (_, i) => ({
    start: start + i * tile,
    size: Math.min(tile, size - i * tile),
  }));
}
