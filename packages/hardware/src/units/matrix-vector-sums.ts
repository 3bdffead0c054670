import type { ModuleBuilder } from "../netlist/module-builder.ts";
import { type Bus, type Net, unsignedWidth } from "../netlist/net.ts";
import type { StreamNumber } from "../network/stream.ts";
import { Pipeline } from "./pipeline.ts";
import { sumColumns } from "./sum-columns.ts";
import type { SumStyle } from "./unit-config.ts";

/** Weights and values of products. */
export interface SumNumbers {
  readonly input: StreamNumber;
  /** 1: ±1, a bit that is 1 for −1; more: two's complement. */
  readonly weightBits: number;
}

/** The greatest unsigned number that one product adds; a dot product is `|scale|·(their sum) + rowOffset`. */
export function greatestProduct({ input, weightBits }: SumNumbers): number {
  return (2 ** input.bits - 1) * (weightBits === 1 ? 1 : 2 ** weightBits - 1);
}

/** What a row of weights makes of the unsigned sum on top of its scale. */
export function rowOffset({ input, weightBits }: SumNumbers, row: ArrayLike<number>): number {
  const { scale, offset, bits } = input;
  const most = 2 ** bits - 1;
  const total = Array.from(row).reduce((sum, weight) => sum + weight, 0);
  // Values of a negative scale are counted from their least on.
  const least = scale < 0 ? offset + scale * most : offset;
  if (weightBits > 1) {
    return least * total - Math.abs(scale) * row.length * most * 2 ** (weightBits - 1);
  }
  const negatives = (row.length - total) / 2;
  return least * total - Math.abs(scale) * most * negatives;
}

/** The bits of a weight in a memory. */
export function weightWord(weight: number, weightBits: number): bigint {
  return weightBits === 1 ? BigInt(weight < 0) : BigInt.asUintN(weightBits, BigInt(weight));
}

/** Bits of the unsigned sum of so many products. */
export function sumWidth(numbers: SumNumbers, count: number): number {
  return unsignedWidth(count * greatestProduct(numbers));
}

/** The unsigned sum of the products of some values and as many weights, lane after lane in both buses. */
export function sumProducts(
  m: ModuleBuilder,
  values: Bus,
  weights: Bus,
  numbers: SumNumbers & { readonly style: SumStyle },
): Bus {
  const { input, weightBits, style } = numbers;
  const width = sumWidth(numbers, values.length / input.bits);
  const columns: Net[][] = Array.from({ length: width }, () => []);
  const plane = (bus: Bus, bits: number, p: number): Bus => bus.filter((_, i) => i % bits === p);
  for (let p = 0; p < input.bits; p++) {
    const digits = plane(values, input.bits, p);
    if (weightBits === 1) {
      columns[p].push(...(input.scale < 0 ? m.xnor(digits, weights) : m.xor(digits, weights)));
      continue;
    }
    const raised = input.scale < 0 ? m.not(digits) : digits;
    for (let q = 0; q < weightBits; q++) {
      const both = m.and(raised, plane(weights, weightBits, q));
      columns[p + q].push(...(q === weightBits - 1 ? m.not(both) : both));
    }
  }
  return sumColumns(m, columns, { style, pipeline: new Pipeline(m, 0), width });
}

/** The gates of {@link sumProducts} in front of its sum, and the bits that the sum has in each column. */
export interface ProductCounts {
  readonly exclusive: number;
  readonly and: number;
  readonly not: number;
  readonly heights: readonly number[];
}

/** Counts products of so many values. */
export function countProducts(numbers: SumNumbers, count: number): ProductCounts {
  const { input, weightBits } = numbers;
  const bits = input.bits * count;
  const heights = Array.from({ length: sumWidth(numbers, count) }, () => 0);
  for (let p = 0; p < input.bits; p++) for (let q = 0; q < weightBits; q++) heights[p + q] += count;
  if (weightBits === 1) return { exclusive: bits, and: 0, not: 0, heights };
  return { exclusive: 0, and: bits * weightBits, not: input.scale < 0 ? 2 * bits : bits, heights };
}

/** The same with weights that are built in, half of whose bits are 1: no gate has two inputs, and half of the products are none. */
export function countFixedProducts(numbers: SumNumbers, count: number): ProductCounts {
  const { input, weightBits } = numbers;
  const { heights } = countProducts(numbers, count);
  const not = (input.bits * count) / 2;
  if (weightBits === 1) return { exclusive: 0, and: 0, not, heights };
  return { exclusive: 0, and: 0, not, heights: heights.map((height) => Math.ceil(height / 2)) };
}
