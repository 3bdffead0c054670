/** One loop of a broadcast operation: how often, and how far each operand moves (0: it is repeated), in elements. */
export interface BroadcastLoop {
  readonly count: number;
  readonly strideA: number;
  readonly strideB: number;
}

/** The shape that `a` and `b` broadcast to, and the loops (outermost first) that walk it in row-major order, with
 *  neighbouring axes merged where both operands allow it.
 *  @throws RangeError if the shapes do not broadcast. */
export function broadcastLoops(
  a: readonly number[],
  b: readonly number[],
): { readonly shape: number[]; readonly loops: readonly BroadcastLoop[] } {
  const rank = Math.max(a.length, b.length);
  const shape: number[] = [];
  const loops: BroadcastLoop[] = [];
  let spanA = 1;
  let spanB = 1;
  for (let fromEnd = 1; fromEnd <= rank; fromEnd++) {
    const sizeA = a[a.length - fromEnd] ?? 1;
    const sizeB = b[b.length - fromEnd] ?? 1;
    if (sizeA !== sizeB && sizeA !== 1 && sizeB !== 1) {
      throw new RangeError(`broadcastLoops: shapes [${a}] and [${b}] do not broadcast`);
    }
    const count = sizeA === 1 ? sizeB : sizeA;
    shape.unshift(count);
    const strideA = sizeA === 1 ? 0 : spanA;
    const strideB = sizeB === 1 ? 0 : spanB;
    spanA *= sizeA;
    spanB *= sizeB;
    if (count === 1) continue;
    const inner = loops[0];
    if (
      inner &&
      continues(inner, strideA, inner.strideA) &&
      continues(inner, strideB, inner.strideB)
    ) {
      loops[0] = { ...inner, count: inner.count * count };
    } else loops.unshift({ count, strideA, strideB });
  }
  return { shape, loops };
}

/** True if an operand that moves by `stride` in the outer loop goes on where the inner loop ends. */
function continues({ count }: BroadcastLoop, stride: number, innerStride: number): boolean {
  return innerStride === 0 ? stride === 0 : stride === innerStride * count;
}
