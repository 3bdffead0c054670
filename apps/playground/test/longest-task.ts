/** What `longestTask` reads in a trace of Chromium. */
export const taskCategories = ["toplevel", "devtools.timeline"];

/** The task of a page's main thread that took the most of the processor. */
export interface LongestTask {
  /** Milliseconds of the processor: a machine that is busy with something else does not lengthen them. */
  readonly processor: number;
  /** Milliseconds of that task by the clock. */
  readonly clock: number;
}

interface TraceEvent {
  readonly name: string;
  readonly pid: number;
  readonly tid: number;
  /** Microseconds by the clock, and of the processor. */
  readonly dur?: number;
  readonly tdur?: number;
  readonly args?: { readonly data?: { readonly url?: string } };
}

/** Of the page at an address, since it was committed.
 *  @throws Error for a trace without tasks of such a page. */
export function longestTask(trace: Buffer, url: string): LongestTask {
  const { traceEvents }: { readonly traceEvents: readonly TraceEvent[] } = JSON.parse(
    trace.toString(),
  );
  const { pid, tid } =
    traceEvents.find(
      ({ name, args }) => name === "CommitLoad" && args?.data?.url?.startsWith(url) === true,
    ) ?? {};
  const tasks = traceEvents.filter(
    (event) => event.name.endsWith("RunTask") && event.pid === pid && event.tid === tid,
  );
  if (tasks.length === 0) throw new Error(`longestTask: the trace has no task of ${url}`);
  return tasks
    .map(({ tdur = 0, dur = 0 }) => ({ processor: tdur / 1000, clock: dur / 1000 }))
    .reduce((longest, task) => (task.processor > longest.processor ? task : longest));
}
