import type { DescribedContract, DescribedItem } from "./described-contract";
import { isDescribed } from "./natspec";

/** What the comments of a contract leave out, a line each; nothing where they are complete. */
export function gapsOf({ name, doc, items, types, construction }: DescribedContract): string[] {
  const own = items.filter((item) => item.own);
  return [
    ...(doc.notice === "" ? [`${name}: @notice`] : []),
    ...own.filter((item) => !isDescribed(item.doc)).map(({ signature }) => `${name}.${signature}: @notice`),
    ...own
      .filter(isWrite)
      .flatMap(({ signature, inputs, doc: { params } }) =>
        inputs
          .filter((input) => !params.has(input.name))
          .map((input) => `${name}.${signature}: @param ${input.name}`),
      ),
    ...own
      .filter((item) => isWrite(item) && item.doc.returns.length < item.outputs.length)
      .map(({ signature }) => `${name}.${signature}: @return`),
    ...(construction?.inputs ?? [])
      .filter((input) => construction?.doc.params.has(input.name) === false)
      .map((input) => `${name}.constructor: @param ${input.name}`),
    ...types.flatMap((type) =>
      type.members
        .filter((member) => member.type !== undefined && !type.doc.params.has(member.name))
        .map((member) => `${type.name}: @param ${member.name}`),
    ),
    ...types.filter((type) => !isDescribed(type.doc)).map((type) => `${type.name}: @notice`),
  ];
}

function isWrite({ kind, stateMutability }: DescribedItem): boolean {
  return kind === "function" && !/^(view|pure)$/.test(stateMutability);
}
