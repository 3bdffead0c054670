import { bindingsWgsl } from "./bindings.ts";

/** Quads of rows and of columns that a workgroup computes: each of its threads four rows times four columns. */
export interface Tile {
  readonly rowQuads: number;
  readonly columnQuads: number;
}

/** 64×64 outputs, 256 threads. */
export const squareTile: Tile = { rowQuads: 16, columnQuads: 16 };

/** 4×128 outputs, 32 threads, for products of few rows. */
export const flatTile: Tile = { rowQuads: 1, columnQuads: 32 };

/** How a product differs from the others, in WGSL. */
export interface ProductSource {
  /** Defines `openRows(row: u32)`, told the first of the four rows that this thread loads, and
   *  `rowQuad(slot: u32) -> vec4<u32>`: what these four rows have in a slot, 0 past the end. */
  readonly rows: string;
  /** Defines `columnQuad(column: u32, slot: u32) -> vec4<u32>`, the same for four columns. */
  readonly columns: string;
  /** Features to a slot of columns: `call.words` counts such slots. */
  readonly slotFeatures: number;
  /** Slots of columns in workgroup memory at a time, beside {@link ROW_SLOTS} of rows. */
  readonly columnSlots: number;
  /** Adds the slots in workgroup memory to `sum0` … `sum3`, each a row's sums in four columns. */
  readonly accumulate: string;
  /** Defines `result(sum: i32, row: u32, column: u32) -> i32`, the dot product from the sum. */
  readonly result: string;
}

/** Slots of rows in workgroup memory: a thread loads at most one of a quad in any {@link Tile}, always of the same quad. */
export const ROW_SLOTS = 16;

/**
 * WGSL of a tiled product: the workgroup loads slots of its rows and columns, quads side by side so that neighbouring
 * threads read neighbouring vectors, and each thread adds them up for its 4×4 outputs.
 *
 * Whole vectors are written to workgroup memory because writing one component of a vector may touch the others.
 */
export function productWgsl(source: ProductSource, { rowQuads, columnQuads }: Tile): string {
  const { columnSlots } = source;
  return `${bindingsWgsl}
const ROW_QUADS = ${rowQuads}u;
const COLUMN_QUADS = ${columnQuads}u;
const ROW_SLOTS = ${ROW_SLOTS}u;
const COLUMN_SLOTS = ${columnSlots}u;
var<workgroup> rowTile: array<vec4<u32>, ${rowQuads * ROW_SLOTS}>;
var<workgroup> columnTile: array<vec4<u32>, ${columnQuads * columnSlots}>;
var<private> slice: u32;
${source.rows}
${source.columns}
${source.result}
${storeWgsl}
@compute @workgroup_size(${columnQuads}, ${rowQuads})
fn main(
  @builtin(workgroup_id) tile: vec3<u32>,
  @builtin(local_invocation_id) thread: vec3<u32>,
  @builtin(local_invocation_index) index: u32,
) {
  slice = tile.z;
  let firstRow = tile.y * 4u * ROW_QUADS;
  let firstColumn = tile.x * 4u * COLUMN_QUADS;
  let ownQuad = index / ROW_SLOTS;
  let ownSlot = index % ROW_SLOTS;
  openRows(firstRow + 4u * ownQuad);
  var sum0: vec4<i32>;
  var sum1: vec4<i32>;
  var sum2: vec4<i32>;
  var sum3: vec4<i32>;
  let turns = (call.words + COLUMN_SLOTS - 1u) / COLUMN_SLOTS;
  for (var turn = 0u; turn < turns; turn++) {
    if (ownQuad < ROW_QUADS) {
      rowTile[ownSlot * ROW_QUADS + ownQuad] = rowQuad(turn * ROW_SLOTS + ownSlot);
    }
    for (var i = index; i < COLUMN_QUADS * COLUMN_SLOTS; i += ROW_QUADS * COLUMN_QUADS) {
      let quad = i / COLUMN_SLOTS;
      let slot = i % COLUMN_SLOTS;
      columnTile[slot * COLUMN_QUADS + quad] =
        columnQuad(firstColumn + 4u * quad, turn * COLUMN_SLOTS + slot);
    }
    workgroupBarrier();
    ${source.accumulate}
    workgroupBarrier();
  }
  let row = firstRow + 4u * thread.y;
  let column = firstColumn + 4u * thread.x;
  var sums = array(sum0, sum1, sum2, sum3);
  for (var i = 0u; i < 16u; i++) { store(sums[i / 4u][i % 4u], row + i / 4u, column + i % 4u); }
}`;
}

/** WGSL for each of four: rows of a thread, say. */
export function quad(wgsl: (i: number) => string): string {
  return [0, 1, 2, 3].map(wgsl).join("\n");
}

/** `y = dot·(rowScale·columnScale) + bias`, times the slope or ReLU where y is negative; or the dot product itself. */
const storeWgsl = `
fn store(sum: i32, row: u32, sliceColumn: u32) {
  if (row >= call.rows || sliceColumn >= call.columns) { return; }
  let column = slice * call.columns + sliceColumn;
  let dot = result(sum, row, column);
  let to = row * call.columns * call.slices + column;
  if (call.isScaled == 0u) {
    out[to] = bitcast<u32>(dot);
    return;
  }
  let scaling = columns[column];
  var scale = scaling.x;
  if (call.hasRowScales != 0u) { scale *= rowScales[row]; }
  var y = f32(dot) * scale + scaling.y;
  if (y < 0) { y = select(y * scaling.z, 0, call.hasRelu != 0u); }
  out[to] = bitcast<u32>(y);
}`;
