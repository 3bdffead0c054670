import type { PlatformAbortSignal } from "@bnnkit/core";

/** Longest stretch of work between two pauses, in milliseconds: below what a page notices as a stall. */
const stretchMilliseconds = 30;

export interface DriveOptions<Event> {
  readonly signal?: PlatformAbortSignal | undefined;
  /** Called between steps; may throw to stop. */
  readonly onEvent: (event: Event) => void;
}

/** Runs a generator to its end, letting the event loop turn now and then.
 *  @throws what the signal was aborted with, between two steps. */
export async function drive<Event, Result>(
  work: Generator<Event, Result>,
  { signal, onEvent }: DriveOptions<Event>,
): Promise<Result> {
  let pausedAt = performance.now();
  for (;;) {
    signal?.throwIfAborted();
    const { done, value } = work.next();
    if (done) return value;
    onEvent(value);
    if (performance.now() - pausedAt > stretchMilliseconds) {
      await turnEventLoop();
      pausedAt = performance.now();
    }
  }
}

/** What a generator yields, one by one, letting the event loop turn now and then.
 *  @throws what the signal was aborted with, between two steps. */
export async function* unhurried<Event>(
  work: Iterable<Event>,
  signal?: PlatformAbortSignal,
): AsyncGenerator<Event, void> {
  let pausedAt = performance.now();
  for (const event of work) {
    signal?.throwIfAborted();
    yield event;
    if (performance.now() - pausedAt > stretchMilliseconds) {
      await turnEventLoop();
      pausedAt = performance.now();
    }
  }
}

/** Waits for one turn of the event loop, without the delay that browsers add to nested timers. */
export function turnEventLoop(): Promise<void> {
  return new Promise((resolve) => {
    if (typeof setImmediate === "function") {
      setImmediate(resolve);
      return;
    }
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = () => {
      port1.close();
      resolve();
    };
    port2.postMessage(undefined);
  });
}
