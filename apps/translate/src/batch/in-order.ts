/** Starts work for values as they come, at most `width` at a time, and gives the results in the order of the values.
 *  @throws the first error, after which nothing more is started. */
export async function* inOrder<Value, Result>(
  values: AsyncIterable<Value>,
  width: number,
  work: (value: Value) => Promise<Result>,
): AsyncGenerator<Result> {
  const started: Promise<Result>[] = [];
  const start = (value: Value): void => {
    const result = work(value);
    // Told where it is waited for; it may fail before.
    result.catch(() => undefined);
    started.push(result);
  };
  for await (const value of values) {
    start(value);
    if (started.length < width) continue;
    const [next] = started.splice(0, 1);
    yield await next;
  }
  for (const result of started) yield await result;
}
