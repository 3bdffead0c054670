import type { FastifyReply, FastifyRequest } from "fastify";
import type { ApiKeys } from "./api-keys.ts";
import { RequestError } from "./request-error.ts";
import type { ServiceLimits } from "./service-options.ts";

/** Lets a request in that has a key, where keys are needed: `api_key` of the body or the query, `key` of the query, or
 *  `Authorization: Bearer`.
 *  @throws RequestError 403. */
export function checkKey(keys: ApiKeys, { body, query, headers }: FastifyRequest): void {
  if (!keys.areNeeded) return;
  const bearer = /^Bearer +(\S+)$/i.exec(headers.authorization ?? "")?.[1];
  const key =
    bearer ?? textAt(body, "api_key") ?? textAt(query, "api_key") ?? textAt(query, "key") ?? "";
  if (key === "") throw new RequestError(403, "This service needs an API key");
  if (!keys.has(key)) throw new RequestError(403, "The API key is not valid");
}

function textAt(value: unknown, name: string): string | undefined {
  if (typeof value !== "object" || value === null) return undefined;
  const found: unknown = Object.entries(value).find(([key]) => key === name)?.[1];
  return typeof found === "string" && found !== "" ? found : undefined;
}

/** Checks what a request wants against the limits.
 *  @throws RequestError 413 or 400. */
export function checkSize(texts: readonly string[], limits: ServiceLimits): void {
  if (texts.length > limits.texts)
    throw new RequestError(413, `A request has at most ${limits.texts} texts, not ${texts.length}`);
  const characters = texts.reduce((sum, { length }) => sum + length, 0);
  if (characters > limits.characters)
    throw new RequestError(
      413,
      `A request has at most ${limits.characters} characters, not ${characters}`,
    );
}

/** Aborted when the time of a request is over, or when nobody waits for the answer any more. */
export function signalOf(reply: FastifyReply, seconds: number): AbortSignal {
  const end = new AbortController();
  const timer = setTimeout(
    () => end.abort(new RequestError(503, `This took longer than ${seconds} s`, 10)),
    1000 * Math.max(0, seconds - reply.elapsedTime / 1000),
  );
  reply.raw.once("close", () => {
    clearTimeout(timer);
    if (!reply.raw.writableFinished) end.abort(new RequestError(499, "The client has gone"));
  });
  return end.signal;
}
