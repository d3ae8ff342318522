import { isDescribed, type NatSpec, NO_NATSPEC, parseNatSpec } from "./natspec";
import type { Declared, MemberNode, SyntaxTrees } from "./syntax-tree";

/** What is said about a member where it is declared or, if it says `@inheritdoc` or nothing, where it is inherited from. */
export function inheritedDoc({ node, contract }: Declared, trees: SyntaxTrees): NatSpec {
  const own = parseNatSpec(node.documentation?.text ?? "");
  if (own.inheritdoc === undefined && isDescribed(own)) return own;
  const bases = basesOf(node, trees);
  const named = bases.filter((base) => base.contract.name === own.inheritdoc);
  if (own.inheritdoc !== undefined && named.length === 0) {
    throw new Error(
      `${contract.name}.${node.name} inherits its comment from ${own.inheritdoc}, which has none`,
    );
  }
  const docs = (named.length > 0 ? named : bases).map((base) =>
    withNamesOf(node, base, inheritedDoc(base, trees)),
  );
  return docs.find(isDescribed) ?? NO_NATSPEC;
}

/** Parameters by the names that they have here: whoever overrides a function may call them otherwise. */
function withNamesOf(node: MemberNode, base: Declared, doc: NatSpec): NatSpec {
  const here = namesOf(node);
  const there = namesOf(base.node);
  const params = here.map((name, index): [string, string] => [
    name,
    doc.params.get(there[index] ?? "") ?? "",
  ]);
  // a getter has no list of parameters
  if (here.length === 0) return doc;
  return { ...doc, params: new Map(params.filter(([, text]) => text !== "")) };
}

function namesOf({ parameters }: MemberNode): string[] {
  return (parameters?.parameters ?? []).map(({ name }) => name);
}

/** The functions that a member overrides, the nearest first. */
function basesOf({ baseFunctions = [] }: Declared["node"], trees: SyntaxTrees): Declared[] {
  const direct = baseFunctions.flatMap((id) => trees.member(id) ?? []);
  return [...direct, ...direct.flatMap(({ node }) => basesOf(node, trees))];
}
