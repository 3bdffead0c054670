import { UsageError } from "../errors.ts";

/** `base` with the values of `changes` put over it, key by key, also inside objects; lists are replaced whole.
 *
 *  A change must have the same kind of value as the base; where the base's object is listed in `open`, any key may be
 *  added. So the base is the description of what may be said.
 *  @param where  names the source of the changes in errors
 *  @throws UsageError naming the key that is unknown or has a value of the wrong kind. */
export function overlay<T extends object>(
  base: T,
  changes: unknown,
  { where, open = [] }: { readonly where: string; readonly open?: readonly string[] },
): T {
  return merge(base, changes, { where, path: "", open });
}

interface Place {
  readonly where: string;
  readonly path: string;
  readonly open: readonly string[];
}

function merge<T extends object>(base: T, changes: unknown, place: Place): T {
  if (kindOf(changes) !== "object") {
    throw new UsageError(
      `${place.where}: ${place.path || "the configuration"} must be an object, got ${kindOf(changes)}`,
    );
  }
  const result = { ...base };
  for (const [key, change] of Object.entries(Object(changes))) {
    const path = place.path === "" ? key : `${place.path}.${key}`;
    if (Object.hasOwn(base, key)) {
      Reflect.set(result, key, mergeValue(Reflect.get(base, key), change, { ...place, path }));
    } else if (place.open.includes(place.path)) {
      Reflect.set(result, key, change);
    } else {
      const known = Object.keys(base).join(", ");
      throw new UsageError(`${place.where}: ${path} is unknown; known here: ${known}`);
    }
  }
  return result;
}

function mergeValue(base: unknown, change: unknown, place: Place): unknown {
  if (typeof base === "object" && base !== null && !Array.isArray(base)) {
    return merge(base, change, place);
  }
  const allowed = kindsLike(base);
  if (!allowed.includes(kindOf(change))) {
    throw new UsageError(
      `${place.where}: ${place.path} must be a ${allowed.join(" or ")}, got ${kindOf(change)}`,
    );
  }
  return change;
}

/** A value given as "auto" may also be a boolean. */
function kindsLike(base: unknown): string[] {
  return base === "auto" || typeof base === "boolean" ? ["boolean", "string"] : [kindOf(base)];
}

function kindOf(value: unknown): string {
  if (value === null) return "null";
  return Array.isArray(value) ? "list" : typeof value;
}
