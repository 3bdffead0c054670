import * as tf from "@tensorflow/tfjs";
import { onlyGradient } from "./run-kernel.ts";

/** Gradient of Einsum: the einsum of dy with the other operand onto the labels of the operand, repeated along labels
 *  that neither of them has (those that the operand was summed over alone). */
export const einsumGradient: tf.GradConfig = {
  kernelName: "Einsum",
  saveAllInputs: true,
  gradFunc: (dy, operands, { equation }) => {
    const [left, output] = String(equation).replace(/\s/g, "").split("->");
    const terms = left.split(",");
    const gradients = operands.map((operand, i) => (): tf.Tensor => {
      const others = operands.filter((_, other) => other !== i);
      const otherTerms = terms.filter((_, other) => other !== i);
      const reachable = output + otherTerms.join("");
      const labels = [...terms[i]];
      const present = labels.filter((label) => reachable.includes(label)).join("");
      const gradient = tf.einsum(
        `${[output, ...otherTerms].join(",")}->${present}`,
        onlyGradient(dy),
        ...others,
      );
      const kept = operand.shape.map((size, axis) => (present.includes(labels[axis]) ? size : 1));
      return tf.broadcastTo(tf.reshape(gradient, kept), operand.shape);
    });
    return Object.fromEntries(gradients.map((gradient, i) => [String(i), gradient]));
  },
};
