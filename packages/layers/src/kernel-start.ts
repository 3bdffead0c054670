import { clippedSignQuantizer } from "@bnnkit/quantizers";
import * as tf from "@tensorflow/tfjs";
import { write } from "./layer-quantizer.ts";

/** The starts of {@link KernelStart} that have a name. */
export const kernelStarts = ["glorot-uniform", "he-normal", "signs"] as const;

/** The first values of a kernel, with `in` and `out` the inputs of an output and the outputs of an input:
 *
 *  | start                 | values                                                                                      |
 *  | --------------------- | ------------------------------------------------------------------------------------------- |
 *  | `"glorot-uniform"`    | uniform in ±√(6/(in + out)) (Glorot and Bengio 2010)                                        |
 *  | `"he-normal"`         | normal, of the deviation √(2/in), truncated (He et al. 2015, https://arxiv.org/abs/1502.01852) |
 *  | `"signs"`             | the signs of `"glorot-uniform"`: −1 and 1                                                   |
 *  | `[least, greatest]`   | uniform between two numbers                                                                 | */
export type KernelStart =
  | (typeof kernelStarts)[number]
  | readonly [least: number, greatest: number];

const { quantize: signs } = clippedSignQuantizer();

/** What makes the first values of "glorot-uniform" and "he-normal", and those that {@link finishStart} makes others of. */
export function startInitializer(
  start: KernelStart,
  seed: number | null,
): ReturnType<typeof tf.initializers.zeros> {
  const seeded = seed === null ? {} : { seed };
  if (start === "he-normal") return tf.initializers.heNormal(seeded);
  return typeof start === "string"
    ? tf.initializers.glorotUniform(seeded)
    : tf.initializers.zeros();
}

/** Writes the first values that no initializer of TensorFlow.js makes; its uniform one takes a least value of 0 for none. */
export function finishStart(
  kernel: tf.LayerVariable,
  start: KernelStart,
  seed: number | null,
): void {
  if (start === "signs") write(kernel, signs(kernel.read()));
  if (typeof start === "string") return;
  const { shape } = kernel.read();
  write(kernel, tf.randomUniform(shape, ...start, "float32", seed ?? undefined));
}

/** @throws RangeError naming the layer unless it is one of the names, or two rising finite numbers. */
export function checkKernelStart(where: string, start: KernelStart): void {
  if (typeof start === "string") {
    if (kernelStarts.includes(start)) return;
  } else if (Number.isFinite(start[0]) && Number.isFinite(start[1]) && start[0] < start[1]) {
    return;
  }
  const names = kernelStarts.map((name) => `"${name}"`).join(", ");
  throw new RangeError(
    `${where}: kernelStart must be ${names} or two rising numbers, got ${JSON.stringify(start)}`,
  );
}
