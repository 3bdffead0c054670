/** Over which axes one bound is shared.
 *
 *  - `"weights"`: one bound per output feature, the last axis: `[…, F] → [1, …, F]`;
 *  - `"weight-rows"`: one bound per output feature where that is the first axis: `[F, …] → [F, 1, …]`;
 *  - `"activations"`: one bound per token, over the last axis: `[B, T, D] → [B, T, 1]`;
 *  - `"tensor"`: one bound for everything;
 *  - an array: the axes to reduce, negative ones counted from the end. */
export type ScaleAxis = "weights" | "weight-rows" | "activations" | "tensor" | readonly number[];

/** Axes that the maximum runs over, each in 0…rank−1.
 *  @throws RangeError for an axis outside the tensor or named twice, or a rank without such an axis. */
export function reducedAxes(scaleAxis: ScaleAxis, rank: number): readonly number[] {
  checkScaleAxis("reducedAxes", scaleAxis);
  if (rank < 1) throw new RangeError(`reducedAxes: rank must be at least 1, got ${rank}`);
  const all = Array.from({ length: rank }, (_, axis) => axis);
  switch (scaleAxis) {
    case "weights":
      return all.slice(0, -1);
    case "weight-rows":
      return all.slice(1);
    case "activations":
      return all.slice(-1);
    case "tensor":
      return all;
    default:
      return distinct(scaleAxis.map((axis) => resolveAxis(axis, rank)));
  }
}

const namedAxes = ["weights", "weight-rows", "activations", "tensor"];

/** @throws RangeError unless it is one of the names or a list. */
export function checkScaleAxis(where: string, scaleAxis: ScaleAxis): void {
  if (Array.isArray(scaleAxis) || namedAxes.some((name) => name === scaleAxis)) return;
  throw new RangeError(
    `${where}: scaleAxis must be one of ${namedAxes.join(", ")} or a list of axes, got ${scaleAxis}`,
  );
}

/** An axis that is named twice would make tfjs reduce all of them. */
function distinct(axes: readonly number[]): readonly number[] {
  const repeated = axes.find((axis, i) => axes.indexOf(axis) !== i);
  if (repeated === undefined) return axes;
  throw new RangeError(`reducedAxes: axis (${repeated}) must be named once`);
}

function resolveAxis(axis: number, rank: number): number {
  const resolved = axis < 0 ? axis + rank : axis;
  if (!Number.isInteger(axis) || resolved < 0 || resolved >= rank) {
    throw new RangeError(`reducedAxes: axis (${axis}) must be in −${rank}…${rank - 1}`);
  }
  return resolved;
}
