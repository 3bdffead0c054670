import * as tf from "@tensorflow/tfjs";
import type { WasmKernel } from "./kernel.ts";
import type { KernelContext } from "./kernel-context.ts";
import { batchMatMulKernel } from "./kernels/batch-mat-mul.ts";
import { batchNormGradient } from "./kernels/batch-norm-gradient.ts";
import { binarizeGradient, binarizeKernels } from "./kernels/binarize.ts";
import { binaryKernels } from "./kernels/binary.ts";
import { convolutionGradientKernels } from "./kernels/convolution-gradient.ts";
import { cpuKernels } from "./kernels/cpu-kernels.ts";
import { depthwiseGradientKernels } from "./kernels/depthwise-gradient.ts";
import { dropoutGradient, dropoutKernel } from "./kernels/dropout.ts";
import { einsumKernel } from "./kernels/einsum.ts";
import { einsumGradient } from "./kernels/einsum-gradient.ts";
import { expKernel } from "./kernels/exp.ts";
import { fusedMatMulKernel } from "./kernels/fused-mat-mul.ts";
import { gatherKernel } from "./kernels/gather.ts";
import { identityKernel } from "./kernels/identity.ts";
import { layerNormGradient, layerNormKernels } from "./kernels/layer-norm.ts";
import { oneHotKernel } from "./kernels/one-hot.ts";
import { poolGradientKernels } from "./kernels/pool-gradient.ts";
import { reductionKernels } from "./kernels/reductions.ts";
import { sliceKernels } from "./kernels/slice.ts";
import { softmaxGradient, softmaxKernels } from "./kernels/softmax.ts";
import {
  softmaxCrossEntropyGradient,
  softmaxCrossEntropyKernels,
} from "./kernels/softmax-cross-entropy.ts";
import { unsortedSegmentSumKernel } from "./kernels/unsorted-segment-sum.ts";

/** Every kernel that this package adds to the wasm backend or replaces there. */
export function trainingKernels(context: KernelContext): WasmKernel[] {
  const kernels = [
    batchMatMulKernel(context),
    fusedMatMulKernel(context),
    einsumKernel(context),
    ...binaryKernels(context),
    expKernel(context),
    gatherKernel(context),
    identityKernel,
    oneHotKernel,
    ...reductionKernels(context),
    ...sliceKernels(context),
    ...softmaxKernels(context),
    unsortedSegmentSumKernel(context),
    ...binarizeKernels(context),
    dropoutKernel(context),
    ...layerNormKernels(context),
    ...softmaxCrossEntropyKernels(context),
    ...convolutionGradientKernels(context),
    ...depthwiseGradientKernels(context),
    ...poolGradientKernels(context),
  ];
  return [...kernels, ...cpuKernels(context, new Set(kernels.map(({ name }) => name)))];
}

/** Registers the gradients of the fused kernels, and those of Softmax and of batch normalization anew. */
export function registerTrainingGradients(): void {
  const gradients = [
    batchNormGradient,
    binarizeGradient,
    dropoutGradient,
    einsumGradient,
    layerNormGradient,
    softmaxGradient,
    softmaxCrossEntropyGradient,
  ];
  for (const gradient of gradients) {
    if (tf.getGradient(gradient.kernelName)) tf.unregisterGradient(gradient.kernelName);
    tf.registerGradient(gradient);
  }
}
