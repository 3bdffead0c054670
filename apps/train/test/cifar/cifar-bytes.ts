/** Bytes of a record of CIFAR-10. */
export const recordBytes = 3073;

/** Records of CIFAR-10 in one colour each: `[label, red, green, blue]`. */
export function cifarBytes(
  ...records: readonly (readonly [label: number, red: number, green: number, blue: number])[]
): Buffer {
  return Buffer.concat(
    records.flatMap(([label, ...colour]) => [
      Buffer.of(label),
      ...colour.map((value) => Buffer.alloc(1024, value)),
    ]),
  );
}

/** The files of CIFAR-10, with as many invented images each: those of class 0 are rather red, those of class 1 blue. */
export function cifarData(imagesOfBatch: number): Record<string, Buffer> {
  const names = [1, 2, 3, 4, 5].map((number) => `data_batch_${number}.bin`);
  return Object.fromEntries(
    [...names, "test_batch.bin"].map((name, batch) => [
      name,
      cifarBytes(
        ...Array.from({ length: imagesOfBatch }, (_, i) =>
          i % 2 === 0 ? ([0, 200 + i, 9, batch] as const) : ([1, batch, 9, 200 + i] as const),
        ),
      ),
    ]),
  );
}
