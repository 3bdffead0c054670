import type { GpuSession } from "./gpu-session.ts";
import { countNegativesWgsl, signWgsl, splitTapsWgsl } from "./shaders/bits.ts";
import { dot4Product, planeProduct } from "./shaders/codes.ts";
import { convolutionProduct } from "./shaders/convolution.ts";
import {
  flatTile,
  type ProductSource,
  productWgsl,
  squareTile,
  type Tile,
} from "./shaders/product.ts";
import { signProduct } from "./shaders/signs.ts";

/** How int8 is multiplied by ±1. */
export type CodeArithmetic = "dot4" | "planes";

/** A compiled product, in the tile that suits the number of rows. */
export interface TiledPipeline {
  readonly tile: Tile;
  readonly slotFeatures: number;
  readonly pipeline: object;
}

/** A product for any number of rows. */
export interface ProductPipelines {
  readonly square: TiledPipeline;
  readonly flat: TiledPipeline;
}

/** Every compiled shader but those of {@link CodeArithmetic}. */
export interface Pipelines {
  readonly signGemm: ProductPipelines;
  readonly convolution: TiledPipeline;
  readonly signs: object;
  readonly countNegatives: object;
  readonly splitTaps: object;
}

const codeProducts: Readonly<Record<CodeArithmetic, ProductSource>> = {
  dot4: dot4Product,
  planes: planeProduct,
};

/** Up to so many rows the flat tile wastes less. */
export const MOST_FLAT_ROWS = 8;

/** @throws Error with the compiler's words where a shader does not compile. */
export async function compilePipelines(session: GpuSession): Promise<Pipelines> {
  const [signGemm, convolution, signs, countNegatives, splitTaps] = await Promise.all([
    compileProduct(session, signProduct),
    compileTiled(session, convolutionProduct, squareTile),
    compile(session, signWgsl),
    compile(session, countNegativesWgsl),
    compile(session, splitTapsWgsl),
  ]);
  return { signGemm, convolution, signs, countNegatives, splitTaps };
}

/** @throws Error with the compiler's words where this WebGPU lacks the arithmetic. */
export function compileCodeProduct(
  session: GpuSession,
  arithmetic: CodeArithmetic,
): Promise<ProductPipelines> {
  return compileProduct(session, codeProducts[arithmetic]);
}

/** The pipeline for a number of rows. */
export function pipelineFor(rows: number, { flat, square }: ProductPipelines): TiledPipeline {
  return rows <= MOST_FLAT_ROWS ? flat : square;
}

async function compileProduct(
  session: GpuSession,
  source: ProductSource,
): Promise<ProductPipelines> {
  const [square, flat] = await Promise.all([
    compileTiled(session, source, squareTile),
    compileTiled(session, source, flatTile),
  ]);
  return { square, flat };
}

async function compileTiled(
  session: GpuSession,
  source: ProductSource,
  tile: Tile,
): Promise<TiledPipeline> {
  const pipeline = await compile(session, productWgsl(source, tile));
  return { tile, slotFeatures: source.slotFeatures, pipeline };
}

/** The scope takes the error that a module raises beside that of the pipeline. */
async function compile({ device, pipelineLayout }: GpuSession, code: string): Promise<object> {
  device.pushErrorScope("validation");
  const module = device.createShaderModule({ code });
  const pipeline = device.createComputePipelineAsync({
    layout: pipelineLayout,
    compute: { module },
  });
  const [scope, compiled] = await Promise.allSettled([device.popErrorScope(), pipeline]);
  if (scope.status === "fulfilled" && scope.value !== null) throw new Error(scope.value.message);
  if (compiled.status === "rejected") throw compiled.reason;
  return compiled.value;
}
