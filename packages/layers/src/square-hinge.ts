import * as tf from "@tensorflow/tfjs";

/** Square hinge loss, as BNN is trained with: the mean over batch and classes of `max(0, 1 − y·z)²`, with y = +1 for the
 *  class and −1 for the others.
 *
 *  Courbariaux et al. 2016, Binarized Neural Networks, https://arxiv.org/abs/1602.02830, §2
 *  @param labels  one-hot, 0 and 1, as `tf.oneHot` gives them
 *  @param scores  z, of the same shape, around ±1: a batch normalization stands before them */
export function squareHinge(labels: tf.Tensor, scores: tf.Tensor): tf.Scalar {
  return tf.tidy(() => {
    const signs = tf.sub(tf.mul(labels, 2), 1);
    return tf.mean<tf.Scalar>(tf.square(tf.relu(tf.sub(1, tf.mul(signs, scores)))));
  });
}

/** The same with the sum over the classes in the place of their mean, as the code of Lin et al. 2016 has it: it is the loss
 *  above times the number of classes, which plain gradient descent notices and Adam does not.
 *
 *  Lin et al. 2016, Neural Networks with Few Multiplications, https://arxiv.org/abs/1510.03009
 *  @param labels  one-hot, 0 and 1
 *  @param scores  z, of the same shape */
export function summedSquareHinge(labels: tf.Tensor, scores: tf.Tensor): tf.Scalar {
  return tf.tidy(() => {
    const classes = scores.shape[scores.rank - 1];
    return tf.mul<tf.Scalar>(squareHinge(labels, scores), classes);
  });
}
