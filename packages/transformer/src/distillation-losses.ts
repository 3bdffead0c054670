import * as tf from "@tensorflow/tfjs";

/** Attention scores at or below this are those of keys that are not seen. */
const unseen = -100;

/** Mean over the rows of `−Σ_c softmax(teacher/T)_c · ln softmax(student/T)_c`: cross entropy with soft targets. BiT's code takes the mean
 *  over rows and classes, "elements", which is that over the number of classes.
 *
 *  Liu et al. 2022, BiT, https://arxiv.org/abs/2205.13016, facebookresearch/bit
 *  @param student  scores `[rows, classes]`, as those of the teacher
 *  @param temperature  T; default 1
 *  @param mean  over what; default "rows"
 *  @throws RangeError for other shapes, or a temperature that is not positive. */
export function logitDistillation(
  student: tf.Tensor2D,
  teacher: tf.Tensor2D,
  temperature: number = 1,
  mean: "rows" | "elements" = "rows",
): tf.Scalar {
  checkShapes("logitDistillation", [student], [teacher]);
  if (!(temperature > 0)) {
    throw new RangeError(`logitDistillation: temperature must be positive, got ${temperature}`);
  }
  const logProbabilities = tf.logSoftmax(tf.div(student, temperature));
  const targets = tf.softmax(tf.div(teacher, temperature));
  const products = tf.mul(targets, logProbabilities);
  return tf.neg(tf.mean(mean === "rows" ? tf.sum(products, -1) : products));
}

/** Sum over the layers of the mean squared difference of hidden rows, those behind the embedding among them.
 *
 *  Liu et al. 2022, BiT, https://arxiv.org/abs/2205.13016, facebookresearch/bit
 *  @throws RangeError for another number of layers or other shapes. */
export function hiddenDistillation(
  student: readonly tf.Tensor[],
  teacher: readonly tf.Tensor[],
): tf.Scalar {
  checkShapes("hiddenDistillation", student, teacher);
  return sumOf(student.map((rows, i) => meanSquare(tf.sub(rows, teacher[i]))));
}

/** Sum over the layers of the mean squared difference of attention scores before the softmax; those of at most −100, of keys that
 *  are not seen, count as 0.
 *
 *  Liu et al. 2022, BiT, https://arxiv.org/abs/2205.13016, facebookresearch/bit
 *  @throws RangeError for another number of layers or other shapes. */
export function attentionDistillation(
  student: readonly tf.Tensor[],
  teacher: readonly tf.Tensor[],
): tf.Scalar {
  checkShapes("attentionDistillation", student, teacher);
  return sumOf(
    student.map((scores, i) => meanSquare(tf.sub(seenScores(scores), seenScores(teacher[i])))),
  );
}

function seenScores(scores: tf.Tensor): tf.Tensor {
  return tf.mul(scores, tf.step(tf.sub(scores, unseen)));
}

function meanSquare(x: tf.Tensor): tf.Scalar {
  return tf.mean(tf.square(x));
}

function sumOf(values: readonly tf.Scalar[]): tf.Scalar {
  return values.reduce((sum, value) => tf.add(sum, value));
}

function checkShapes(
  where: string,
  student: readonly tf.Tensor[],
  teacher: readonly tf.Tensor[],
): void {
  const shapesOf = (tensors: readonly tf.Tensor[]): string =>
    tensors.map(({ shape }) => `[${shape}]`).join(" ");
  if (student.length > 0 && shapesOf(student) === shapesOf(teacher)) return;
  throw new RangeError(
    `${where}: student and teacher must have the same shapes, got ${shapesOf(student)} and ${shapesOf(teacher)}`,
  );
}
