import { STATUS_CODES } from "node:http";
import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import { checkKey, checkSize, signalOf } from "./admit.ts";
import { type Language, languageOf, languages, targetsOf } from "./languages.ts";
import { RequestError } from "./request-error.ts";
import { sendError } from "./send-error.ts";
import type { ServiceOptions } from "./service-options.ts";
import { translateQuery } from "./translate-query.ts";

/** What APy's /translate is asked. */
export interface PairQuery {
  readonly q?: string | readonly string[] | undefined;
  /** Two languages with a bar between them. */
  readonly langpair: string;
}

const pairSchema = {
  summary: "Translates a text, as Apertium APy does",
  tags: ["Apertium APy"],
  querystring: {
    type: "object",
    required: ["q", "langpair"],
    properties: {
      q: { type: "string" },
      langpair: { type: "string", description: "en|de or eng|deu" },
      markUnknown: { type: "string", description: "Without effect: no word is marked" },
      key: { type: "string" },
    },
  },
};

/** The routes of Apertium APy. */
export function addApertium(service: FastifyInstance, options: ServiceOptions): void {
  const preHandler = async (request: FastifyRequest): Promise<void> =>
    checkKey(options.keys, request);
  service.get<{ Querystring: PairQuery }>(
    "/translate",
    { schema: pairSchema, preHandler, errorHandler },
    async ({ query }, reply) => await answerPair(options, query, reply),
  );
  service.get("/listPairs", { schema: { tags: ["Apertium APy"] } }, async () => succeeded(pairs()));
}

/** Errors as APy writes them. */
function errorHandler(error: unknown, request: FastifyRequest, reply: FastifyReply): void {
  sendError({ error, request, reply }, ({ statusCode, message }) => ({
    status: "error",
    code: statusCode,
    message: STATUS_CODES[statusCode] ?? "Error",
    explanation: message,
  }));
}

/** Translates what APy's /translate is asked.
 *  @throws RequestError. */
export async function answerPair(
  { translator, beamSize, limits }: ServiceOptions,
  { q = "", langpair }: PairQuery,
  reply: FastifyReply,
): Promise<object> {
  const text = typeof q === "string" ? q : q.join("\n");
  const [from, to, ...others] = langpair.split("|").map(languageOf);
  if (from === undefined || to === undefined || others.length > 0)
    throw new RequestError(400, "langpair must be a pair of /listPairs, such as en|de");
  checkSize([text], limits);
  const [{ text: translatedText }] = await translateQuery(translator, beamSize, {
    texts: [text],
    from,
    to,
    isHtml: false,
    alternatives: 0,
    signal: signalOf(reply, limits.seconds),
  });
  reply.type("application/json; charset=utf-8").serializer(spacedJson);
  return succeeded({ translatedText });
}

/** JSON with the white space that APy writes: OmegaT 3 searches for `{"translatedText": "`. No string has a line break of its own. */
function spacedJson(value: unknown): string {
  return JSON.stringify(value, null, 1).replaceAll(/,\n */g, ", ").replaceAll(/\n */g, "");
}

/** Pairs that translate, in both kinds of codes. */
function pairs(): readonly object[] {
  const pairsOf = (codeOf: (language: Language) => string): readonly object[] =>
    languages.flatMap((source) =>
      targetsOf(source)
        .filter((target) => target !== source)
        .map((target) => ({ sourceLanguage: codeOf(source), targetLanguage: codeOf(target) })),
    );
  return [...pairsOf(({ code }) => code), ...pairsOf(({ alpha3 }) => alpha3)];
}

function succeeded(responseData: object): object {
  return { responseData, responseDetails: null, responseStatus: 200 };
}
