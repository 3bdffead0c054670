/** Draws the next uniform integer in 0 … 2³² − 1. */
export type NextWord = () => number;

/** Uniform words from sfc32 (Doty-Humphrey, PractRand): one seed gives the same words on every machine. */
export function seededWords(seed: number): NextWord {
  let [a, b, c, counter] = [0, seed | 0, 0, 1];
  const next = (): number => {
    const sum = (a + b + counter) | 0;
    counter = (counter + 1) | 0;
    a = b ^ (b >>> 9);
    b = (c + (c << 3)) | 0;
    c = ((c << 21) | (c >>> 11)) + sum;
    return sum >>> 0;
  };
  for (let i = 0; i < 12; i++) next();
  return next;
}

/** A uniform integer in 0 … count − 1, by multiplication and shift: its bias is below count/2³². */
export function drawBelow(count: number, next: NextWord): number {
  return Math.floor((next() / 2 ** 32) * count);
}

/** Shuffles in place so that every order is equally likely (Fisher and Yates). */
export function shuffle(values: number[] | Uint32Array, next: NextWord): void {
  for (let i = values.length - 1; i > 0; i--) {
    const j = drawBelow(i + 1, next);
    [values[i], values[j]] = [values[j], values[i]];
  }
}

/** A standard normal number (Box and Muller 1958). */
export function drawNormal(next: NextWord): number {
  const radius = Math.sqrt(-2 * Math.log((next() + 1) / 2 ** 32));
  return radius * Math.cos((2 * Math.PI * next()) / 2 ** 32);
}

/** A uniform number from −1 up to 1. */
export function drawSigned(next: NextWord): number {
  return next() / 2 ** 31 - 1;
}
