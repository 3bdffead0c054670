/** Of x and of x³ within the tanh of GELU: `x·(½ + ½·tanh(linear·x + cubic·x³))`, Hendrycks and Gimpel 2016,
 *  https://arxiv.org/abs/1606.08415. */
export const geluFactors: readonly [linear: number, cubic: number] = [
  Math.sqrt(2 / Math.PI),
  0.044715 * Math.sqrt(2 / Math.PI),
];
