import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import { checkKey, checkSize, signalOf } from "./admit.ts";
import { answerPair } from "./apertium.ts";
import { type Detection, detectLanguage } from "./detect-language.ts";
import { english, german, type Language, languageOf, languages, targetsOf } from "./languages.ts";
import { RequestError } from "./request-error.ts";
import { errorSchema, textOrTexts } from "./schemas.ts";
import type { ServiceOptions } from "./service-options.ts";
import { translateQuery } from "./translate-query.ts";

interface TranslateBody {
  readonly q?: string | readonly string[];
  readonly source?: string;
  readonly target?: string;
  readonly format?: string;
  readonly alternatives?: number;
  readonly langpair?: string;
}

const translateSchema = {
  summary: "Translates a text, or texts",
  tags: ["LibreTranslate"],
  consumes: ["application/json", "application/x-www-form-urlencoded"],
  body: {
    type: "object",
    required: ["q"],
    properties: {
      q: textOrTexts,
      source: { type: "string", description: 'en, or "auto"' },
      target: { type: "string", description: "de" },
      format: { type: "string", enum: ["text", "html"], default: "text" },
      alternatives: { type: "integer", minimum: 0, default: 0 },
      api_key: { type: "string" },
      langpair: { type: "string", description: "As in GET /translate" },
    },
  },
  response: {
    200: {
      type: "object",
      additionalProperties: true,
      properties: { translatedText: textOrTexts },
    },
    "4xx": errorSchema,
    "5xx": errorSchema,
  },
};

const detectSchema = {
  summary: "Says which language a text may be in",
  tags: ["LibreTranslate"],
  consumes: ["application/json", "application/x-www-form-urlencoded"],
  body: {
    type: "object",
    required: ["q"],
    properties: { q: { type: "string" }, api_key: { type: "string" } },
  },
  response: {
    200: {
      type: "array",
      items: {
        type: "object",
        properties: { confidence: { type: "number" }, language: { type: "string" } },
      },
    },
    "4xx": errorSchema,
  },
};

/** The routes of LibreTranslate. */
export function addLibreTranslate(service: FastifyInstance, options: ServiceOptions): void {
  const { keys, limits } = options;
  const preHandler = async (request: FastifyRequest): Promise<void> => checkKey(keys, request);
  service.post<{ Body: TranslateBody }>(
    "/translate",
    { schema: translateSchema, preHandler },
    async ({ body }, reply) => {
      const { langpair, q } = body;
      if (langpair !== undefined) return await answerPair(options, { langpair, q }, reply);
      return await answerTranslation(options, body, reply);
    },
  );
  service.post<{ Body: { readonly q: string } }>(
    "/detect",
    { schema: detectSchema, preHandler },
    async ({ body: { q } }) => {
      checkSize([q], limits);
      return detectLanguage([q]).map(written);
    },
  );
  service.get("/languages", { schema: { tags: ["LibreTranslate"] } }, async () =>
    languages.map((language) => ({
      code: language.code,
      name: language.name,
      targets: targetsOf(language).map(({ code }) => code),
    })),
  );
  service.get("/frontend/settings", { schema: { tags: ["LibreTranslate"] } }, async () => ({
    apiKeys: keys.areNeeded,
    charLimit: limits.characters,
    filesTranslation: false,
    frontendTimeout: 500,
    keyRequired: keys.areNeeded,
    language: { source: named(english), target: named(german) },
    suggestions: false,
    supportedFilesFormat: [],
  }));
}

async function answerTranslation(
  { translator, beamSize, limits }: ServiceOptions,
  { q = [], source, target, format = "text", alternatives = 0 }: TranslateBody,
  reply: FastifyReply,
): Promise<object> {
  if (source === undefined) throw new RequestError(400, "source is missing");
  if (target === undefined) throw new RequestError(400, "target is missing");
  if (alternatives > limits.alternatives)
    throw new RequestError(400, `alternatives must be at most ${limits.alternatives}`);
  const texts = typeof q === "string" ? [q] : q;
  checkSize(texts, limits);
  const detection = source === "auto" ? detectLanguage(texts)[0] : undefined;
  const results = await translateQuery(translator, beamSize, {
    texts,
    from: detection?.language ?? known("source", source),
    to: known("target", target),
    isHtml: format === "html",
    alternatives,
    signal: signalOf(reply, limits.seconds),
  });
  const shaped = <Of>(values: readonly Of[]): Of | readonly Of[] =>
    typeof q === "string" ? values[0] : values;
  return {
    translatedText: shaped(results.map(({ text }) => text)),
    ...(detection && { detectedLanguage: shaped(results.map(() => written(detection))) }),
    ...(alternatives > 0 && { alternatives: shaped(results.map((one) => one.alternatives)) }),
  };
}

function known(name: string, tag: string): Language {
  const language = languageOf(tag);
  if (language === undefined)
    throw new RequestError(400, `${name} must be a language of /languages`);
  return language;
}

function written({ language, confidence }: Detection): object {
  return { confidence, language: language.code };
}

function named({ code, name }: Language): object {
  return { code, name };
}
