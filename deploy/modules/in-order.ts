import type { Future } from "@nomicfoundation/ignition-core";

/** Steps whose results depend on their order, as ids and addresses do: each waits for the last. */
export function inOrder<Item, Step extends Future>(
  items: readonly Item[],
  step: (item: Item, index: number, after: Step[]) => Step,
): Step[] {
  return items.reduce<Step[]>((steps, item, index) => [...steps, step(item, index, steps.slice(-1))], []);
}
