import * as tf from "@tensorflow/tfjs";

/** Runs a function and disposes of the tensors it made, except those it gave to `tf.keep`.
 *  Unlike `tf.tidy` it returns anything. */
export function withScope<T>(run: () => T): T {
  const engine = tf.engine();
  engine.startScope();
  try {
    return run();
  } finally {
    engine.endScope();
  }
}
