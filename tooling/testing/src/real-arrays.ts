import fc from "fast-check";

/** A finite float32; one in four is 0, −0, a subnormal, or of the largest magnitude. */
export function finiteFloat32(): fc.Arbitrary<number> {
  const largest = (2 - 2 ** -23) * 2 ** 127;
  return fc.oneof(
    { weight: 1, arbitrary: fc.constantFrom(0, -0, 2 ** -149, -(2 ** -149), largest, -largest) },
    { weight: 3, arbitrary: fc.float({ noNaN: true, noDefaultInfinity: true }) },
  );
}

/** A Float32Array of `length` finite values with zeros of both signs among them. */
export function finiteFloat32Array(length: number): fc.Arbitrary<Float32Array> {
  return arrayOf(finiteFloat32(), length).map((values) => Float32Array.from(values));
}

/** An integer in −64 … 64 divided by 8: sums of up to 2¹² products of two are exact even in float32,
 *  so tests can ask for equality whatever the order of summation. */
export function exactReal(): fc.Arbitrary<number> {
  return fc.integer({ min: -64, max: 64 }).map((eighths) => eighths / 8);
}

/** An array of exactly `length` elements. */
export function arrayOf<T>(element: fc.Arbitrary<T>, length: number): fc.Arbitrary<T[]> {
  return fc.array(element, { minLength: length, maxLength: length, size: "max" });
}
