import type { Future } from "@nomicfoundation/ignition-core";

/** Calls whose results depend on their order, as ids that are given one after another do: each waits for the last. */
export function inOrder<Item>(
  items: readonly Item[],
  call: (item: Item, index: number, after: Future[]) => Future,
): Future[] {
  return items.reduce<Future[]>((calls, item, index) => [...calls, call(item, index, calls.slice(-1))], []);
}
