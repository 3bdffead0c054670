import { quoted } from "./quoted.ts";
import type { JsonValue } from "./strict-json.ts";

/**
 * Plain data as JSON values: objects become maps, a property that is undefined counts as absent.
 *
 * @throws TypeError naming the path of anything that JSON cannot hold; RangeError beyond `maximumDepth`.
 */
export function jsonFrom(
  value: unknown,
  where: string,
  path: string,
  maximumDepth = 16,
): JsonValue {
  if (value === null) return null;
  switch (typeof value) {
    case "boolean":
    case "number":
    case "string":
      return value;
    case "object":
      break;
    default:
      throw new TypeError(`${where}: ${path} must be plain data, got ${quoted(value)}`);
  }
  if (maximumDepth === 0) throw new RangeError(`${where}: ${path} must not be nested so deep`);
  if (Array.isArray(value)) {
    return value.map((item, i) => jsonFrom(item, where, `${path}[${i}]`, maximumDepth - 1));
  }
  const present = Object.entries(value).filter(([, item]) => item !== undefined);
  return new Map(
    present.map(([key, item]) => [key, jsonFrom(item, where, `${path}.${key}`, maximumDepth - 1)]),
  );
}
