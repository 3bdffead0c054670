// A least-squares model y = x·w + b for the tests of the trainer, with ways to go wrong on request.
import * as tf from "@tensorflow/tfjs";

export function createReplica(options, variables) {
  if (options.fail === "create") throw new Error("no model today");
  const w = variables.get("w");
  const b = variables.get("b");
  return {
    lossAndGradients({ x, y, rows }, { step, seed }) {
      if (options.fail?.step === step && options.fail.shard === x[0]) goWrong(options.fail.how);
      const noise = options.noise ? (seed % 1000) / 1000 : 0;
      const { value, grads } = tf.variableGrads(() => {
        const inputs = tf.tensor2d(x, [rows, x.length / rows]);
        const error = tf.sub(tf.add(tf.matMul(inputs, w), b), tf.tensor2d(y, [rows, 1]));
        return tf.sum(tf.square(tf.add(error, noise)));
      });
      const lossSum = value.dataSync()[0];
      value.dispose();
      const gradients = new Map(Object.entries(grads));
      if (options.constantBias) gradients.delete("b");
      if (options.fail?.how === "shape") gradients.set("b", tf.zeros([7]));
      return { lossSum, tokens: rows, gradients };
    },
    evaluate(request, { step }) {
      if (request === "fail") throw new Error("no answer");
      return `${request} at ${step}: ${b.dataSync()[0].toFixed(3)}, ${tf.memory().numTensors} tensors`;
    },
  };
}

function goWrong(how) {
  if (how === "throw") throw new Error("out of luck");
  if (how === "exit") process.exit(3);
  if (how === "uncloneable") throw Object.assign(new Error("no copy"), { callback() {} });
}
