import * as tf from "@tensorflow/tfjs";
import { type ElasticLevels, elasticRange, leastElasticScale } from "./elastic-levels.ts";

/** First α of an elastic quantizer from a first batch, at least 10⁻⁵.
 *
 *  The code takes `2·mean|x|/√greatest` of signed and `4·mean|x|/√greatest` of unsigned levels, greatest the greatest level;
 *  the paper `mean|x|` of signed ones, and of {0, 1} the mean of those that are at least ½: where none is, mean|x| here. */
export function elasticScale(x: tf.Tensor, levels: ElasticLevels): tf.Scalar {
  return tf.tidy(() => {
    const mean = tf.mean<tf.Scalar>(tf.abs(x));
    const found = levels.convention === "code" ? ofCode(mean, levels) : ofPaper(x, mean, levels);
    return tf.maximum<tf.Scalar>(found, leastElasticScale);
  });
}

function ofCode(mean: tf.Scalar, levels: ElasticLevels): tf.Scalar {
  const [, greatest] = elasticRange(levels);
  return tf.mul<tf.Scalar>(mean, (levels.set === "signed" ? 2 : 4) / Math.sqrt(greatest));
}

function ofPaper(x: tf.Tensor, mean: tf.Scalar, { set }: ElasticLevels): tf.Scalar {
  if (set === "signed") return mean;
  const isOne = tf.cast(tf.greaterEqual(x, 0.5), "float32");
  const ones = tf.sum<tf.Scalar>(isOne);
  const meanOfOnes = tf.div<tf.Scalar>(tf.sum(tf.mul(x, isOne)), tf.maximum(ones, 1));
  return tf.where(tf.greater(ones, 0), meanOfOnes, mean);
}
