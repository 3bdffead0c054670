/** The number of hidden units whose network has as many bytes as asked for, or comes nearest; of two as near the smaller one.
 *  @param bytesOf  rises with the units */
export async function unitsOfBytes(
  bytes: number,
  bytesOf: (units: number) => Promise<number>,
): Promise<number> {
  let [below, bytesBelow] = [0, -Infinity];
  let [above, bytesAbove] = [1, await bytesOf(1)];
  while (bytesAbove < bytes) {
    [below, bytesBelow] = [above, bytesAbove];
    above *= 2;
    bytesAbove = await bytesOf(above);
  }
  while (above - below > 1) {
    const middle = Math.floor((below + above) / 2);
    const bytesMiddle = await bytesOf(middle);
    if (bytesMiddle < bytes) [below, bytesBelow] = [middle, bytesMiddle];
    else [above, bytesAbove] = [middle, bytesMiddle];
  }
  return bytes - bytesBelow <= bytesAbove - bytes ? below : above;
}
