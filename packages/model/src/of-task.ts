import type { ModelDescription, Task } from "./model-description.ts";

/** A description as one of the task that is needed.
 *  @throws RangeError for another task. */
export function ofTask<T extends Task>(
  where: string,
  description: ModelDescription,
  task: T,
): Extract<ModelDescription, { readonly task: T }> {
  if (isOfTask(description, task)) return description;
  throw new RangeError(`${where}: the model's task must be ${task}, got ${description.task}`);
}

function isOfTask<T extends Task>(
  description: ModelDescription,
  task: T,
): description is Extract<ModelDescription, { readonly task: T }> {
  return description.task === task;
}
