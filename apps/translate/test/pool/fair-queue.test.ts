import { describe, expect, test } from "vitest";
import { FairQueue, type Request } from "../../src/pool/fair-queue.ts";

const requestOf = (texts: readonly string[], beamSize = 1): Request => ({
  texts,
  search: { beamSize, nBest: 1 },
  onText: () => undefined,
  onFailure: () => undefined,
});

/** The texts of the next batch. */
function take(queue: FairQueue, characters: number, texts = 100): readonly string[] {
  return queue.takeBatch({ characters, texts }).map(({ request, index }) => request.texts[index]!);
}

describe("FairQueue", () => {
  test("lets requests take turns, text by text", () => {
    const queue = new FairQueue();
    queue.add(requestOf(["a1", "a2", "a3", "a4"]));
    queue.add(requestOf(["b1"]));
    queue.add(requestOf(["c1", "c2"]));
    expect(take(queue, 8)).toEqual(["a1", "b1", "c1", "a2"]);
    expect(take(queue, 8)).toEqual(["c2", "a3", "a4"]);
    expect(take(queue, 8)).toEqual([]);
  });

  test("gives at least one text, however long it is", () => {
    const queue = new FairQueue();
    queue.add(requestOf(["too long for a batch", "x"]));
    expect(take(queue, 3)).toEqual(["too long for a batch"]);
    expect(take(queue, 3)).toEqual(["x"]);
  });

  test("passes over what does not fit, and takes it first the next time", () => {
    const queue = new FairQueue();
    queue.add(requestOf(["aa"]));
    queue.add(requestOf(["bbbbbb"]));
    queue.add(requestOf(["c"]));
    expect(take(queue, 4)).toEqual(["aa", "c"]);
    queue.add(requestOf(["d"]));
    expect(take(queue, 4)).toEqual(["bbbbbb"]);
    expect(take(queue, 4)).toEqual(["d"]);
  });

  test("never mixes texts that are searched for in different ways", () => {
    const queue = new FairQueue();
    queue.add(requestOf(["a1", "a2"], 1));
    queue.add(requestOf(["b1"], 4));
    expect(take(queue, 100)).toEqual(["a1", "a2"]);
    expect(take(queue, 100)).toEqual(["b1"]);
  });

  test("bounds the number of texts, empty ones included", () => {
    const queue = new FairQueue();
    queue.add(requestOf(["", "", ""]));
    expect(take(queue, 100, 2)).toEqual(["", ""]);
    expect(take(queue, 100, 2)).toEqual([""]);
  });

  test("counts what waits, and forgets what is removed", () => {
    const queue = new FairQueue();
    const request = requestOf(["abc", "de", "f"]);
    queue.add(request);
    queue.add(requestOf(["gh"]));
    expect([queue.requests, queue.characters]).toEqual([2, 8]);
    expect(take(queue, 5)).toEqual(["abc", "gh"]);
    expect([queue.requests, queue.characters]).toEqual([1, 3]);
    queue.remove(request);
    queue.remove(request);
    expect([queue.requests, queue.characters]).toEqual([0, 0]);
  });
});
