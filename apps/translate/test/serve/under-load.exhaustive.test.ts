import { execFileSync } from "node:child_process";
import { setTimeout as sleep } from "node:timers/promises";
import autocannon from "autocannon";
import { afterAll, beforeAll, expect, test } from "vitest";
import { runTranslate } from "../run-translate.ts";
import { type ListeningService, startService } from "./listening-service.ts";

// BNNKIT_LOAD_SECONDS=1800 is the half hour of docs/guide/service.md.
const seconds = Number(process.env.BNNKIT_LOAD_SECONDS ?? 60);
const timeout = (2 * seconds + 300) * 1000;
// A number of its own in each: an answer to another text is seen.
const sentences = Array.from({ length: 40 }, (_, i) => {
  const forms = [
    `Room ${i} has a new door.`,
    `Where is the key of house ${i}?`,
    `We have read ${i} books today.`,
    `Open file ${i} and save it again.`,
  ];
  return String(forms[i % forms.length]);
});
let service: ListeningService;
let expected: readonly string[];

beforeAll(async () => {
  const { stdout } = await runTranslate([], sentences.map((line) => `${line}\n`).join(""));
  expected = stdout.trimEnd().split("\n");
  service = await startService("--threads", "2");
}, timeout);
afterAll(async () => {
  service?.process.kill("SIGTERM");
  await service?.ended;
}, timeout);

/** What the whole process holds in memory, in MiB. */
function residentMib(): number {
  const kib = execFileSync("ps", ["-o", "rss=", "-p", String(service.process.pid)], {
    encoding: "utf8",
  });
  return Number(kib) / 1024;
}

interface Load {
  readonly answered: number;
  readonly other: readonly string[];
  readonly refused: number;
  readonly errors: number;
  readonly result: autocannon.Result;
}

/** Sends the sentences by turns and compares each answer with what the command line makes of it. */
async function load(options: Pick<autocannon.Options, "duration" | "overallRate">): Promise<Load> {
  const seen = { answered: 0, refused: 0, other: [] as string[] };
  const requests = sentences.map((q, i): autocannon.Request => {
    const answer = JSON.stringify({ translatedText: expected[i] });
    return {
      method: "POST",
      path: "/translate",
      headers: { "content-type": "application/json" },
      body: JSON.stringify({ q, source: "en", target: "de" }),
      onResponse(status, body) {
        seen.answered++;
        if (status !== 200) seen.refused++;
        else if (body !== answer) seen.other.push(`${q} -> ${body}`);
      },
    };
  });
  const result = await autocannon({
    url: service.url,
    connections: 32,
    timeout: 60,
    ...options,
    requests,
  });
  return { ...seen, errors: result.errors + result.timeouts, result };
}

test("at capacity each text gets its own answer, none is lost, and memory does not grow", {
  timeout,
}, async () => {
  const memoryMib = [residentMib()];
  const end = Date.now() + seconds * 1000;
  const running = load({ duration: seconds });
  while (Date.now() < end) {
    await sleep((seconds * 1000) / 30);
    memoryMib.push(residentMib());
  }
  const { result, ...seen } = await running;
  console.log(
    `capacity: ${seen.answered} answers in ${seconds} s, median ${result.latency.p50} ms, 99 % within ${result.latency.p99} ms; ` +
      `MiB: ${memoryMib.map((mib) => mib.toFixed(0)).join(" ")}`,
  );
  expect(seen).toEqual({ answered: seen.answered, other: [], refused: 0, errors: 0 });
  expect(seen.answered).toBeGreaterThan(seconds);
  const late = memoryMib.slice(-5);
  const early = memoryMib.slice(5, 15);
  expect(Math.max(...late)).toBeLessThan(1.1 * Math.max(...early));

  const half = await load({ duration: seconds / 10, overallRate: seen.answered / seconds / 2 });
  console.log(
    `half of it: ${half.answered} answers in ${seconds / 10} s, median ${half.result.latency.p50} ms, ` +
      `99 % within ${half.result.latency.p99} ms`,
  );
  expect(half).toMatchObject({ other: [], refused: 0, errors: 0 });
});
