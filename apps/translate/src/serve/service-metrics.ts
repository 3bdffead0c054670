import type { FastifyInstance } from "fastify";
import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from "prom-client";
import type { PoolLoad, TextTranslator } from "../pool/translation-pool.ts";

/** Counts requests, and shows what the pool has to do, at GET /metrics in the form of Prometheus. */
export function addMetrics(service: FastifyInstance, translator: TextTranslator): void {
  const registry = new Registry();
  const registers = [registry];
  collectDefaultMetrics({ register: registry });
  const labelNames = ["method", "route", "status"] as const;
  const requests = new Counter({
    name: "bnnkit_http_requests_total",
    help: "Requests answered",
    labelNames,
    registers,
  });
  const seconds = new Histogram({
    name: "bnnkit_http_request_seconds",
    help: "Time from the first byte of a request to the last of its answer",
    labelNames: ["route"] as const,
    buckets: [0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60],
    registers,
  });
  for (const [name, help, measure] of loads) {
    const kind = name.endsWith("_total") ? totalOf : gaugeOf;
    kind({ name, help, registers }, () => measure(translator.load));
  }
  service.addHook("onResponse", async ({ method, routeOptions }, reply) => {
    const route = routeOptions.url ?? "none";
    requests.inc({ method, route, status: reply.statusCode });
    seconds.observe({ route }, reply.elapsedTime / 1000);
  });
  service.get("/metrics", { schema: { tags: ["Operation"] } }, async (_, reply) => {
    void reply.type(registry.contentType);
    return await registry.metrics();
  });
}

const loads: readonly (readonly [string, string, (load: PoolLoad) => number])[] = [
  ["bnnkit_waiting_requests", "Requests with texts that wait", (load) => load.waitingRequests],
  ["bnnkit_waiting_characters", "Characters that wait", (load) => load.waitingCharacters],
  ["bnnkit_workers_ready", "Threads that can translate", (load) => load.readyWorkers],
  ["bnnkit_workers_busy", "Threads that translate", (load) => load.busyWorkers],
  ["bnnkit_workers_replaced_total", "Threads that were replaced", (load) => load.replacedWorkers],
  [
    "bnnkit_translated_characters_total",
    "Characters translated",
    (load) => load.translatedCharacters,
  ],
];

interface Described {
  readonly name: string;
  readonly help: string;
  readonly registers: Registry[];
}

function gaugeOf(described: Described, measure: () => number): void {
  new Gauge({
    ...described,
    collect() {
      this.set(measure());
    },
  });
}

function totalOf(described: Described, measure: () => number): void {
  new Counter({
    ...described,
    collect() {
      this.reset();
      this.inc(measure());
    },
  });
}
