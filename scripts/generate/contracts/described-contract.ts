import { Fragment, id } from "ethers";

import type { Artifact } from "../artifacts";
import { inheritedDoc } from "./inherited-doc";
import { type NatSpec, parseNatSpec } from "./natspec";
import type { Declared, SyntaxTrees } from "./syntax-tree";

/** A value that an item of an ABI takes or gives. */
export interface AbiValue {
  name: string;
  type: string;
  internalType: string;
  indexed?: boolean;
}

interface AbiItem {
  type: "function" | "event" | "error" | "constructor" | "fallback" | "receive";
  name: string;
  inputs: AbiValue[];
  outputs?: AbiValue[];
  stateMutability?: string;
}

/** A function, event or error of a contract's ABI, with what its source says about it. */
export interface DescribedItem {
  kind: "function" | "event" | "error";
  name: string;
  inputs: readonly AbiValue[];
  outputs: readonly AbiValue[];
  /** Of a function. */
  stateMutability: string;
  /** As in the ABI: `claim(address,uint256,bytes32,bytes32[])`. */
  signature: string;
  /** Keccak-256 of the signature: all of it for an event, else its first four bytes. */
  selector: string;
  doc: NatSpec;
  /** Whether our sources declare it, and not a library's. */
  own: boolean;
}

/** A struct or an enum. */
export interface DescribedType {
  /** With its contract, as `IRewardDistributor.Report`. */
  name: string;
  /** In their order; an enum's have no type. */
  members: { name: string; type: string | undefined }[];
  doc: NatSpec;
}

/** All that can be said of a contract to whoever calls it. */
export interface DescribedContract {
  name: string;
  kind: "contract" | "interface" | "library";
  source: string;
  doc: NatSpec;
  /** What it inherits of our own. */
  bases: { name: string; source: string }[];
  construction: { inputs: readonly AbiValue[]; doc: NatSpec } | undefined;
  items: DescribedItem[];
  types: DescribedType[];
}

export function describeContract(artifact: Artifact, trees: SyntaxTrees): DescribedContract {
  const { sourceName: source, contractName: name } = artifact;
  const node = trees.contract(source, name);
  const abi = artifact.abi as AbiItem[];
  const members = trees.membersOf(node);
  const construction = abi.find(
    ({ type, inputs }) => isOurs(source) && type === "constructor" && inputs.length > 0,
  );
  const constructorNode = node.nodes.find(({ kind }) => kind === "constructor");
  const used = new Set(abi.flatMap(({ inputs = [], outputs = [] }) => [...inputs, ...outputs].map(typeOf)));
  return {
    name,
    kind: node.contractKind,
    source,
    doc: parseNatSpec(node.documentation?.text ?? ""),
    bases: trees
      .lineage(node)
      .filter((base) => isOurs(base.source) && base.contract !== node)
      .map((base) => ({ name: base.contract.name, source: base.source })),
    construction: construction && {
      inputs: construction.inputs,
      doc: parseNatSpec(constructorNode?.documentation?.text ?? ""),
    },
    items: abi.filter(isDescribable).map((item) => describeItem(item, members, trees)),
    types: typesWithin(
      used,
      trees
        .types()
        .filter(({ source: file }) => isOurs(file))
        .map(describeType),
    ),
  };
}

/** A type as sources write it, without what the compiler puts before it. */
export function plainType(type: string): string {
  return type.replace(/^(?:struct|contract|enum) /, "").replace(/^address payable/, "address");
}

function isDescribable(item: AbiItem): item is AbiItem & { type: DescribedItem["kind"] } {
  return ["function", "event", "error"].includes(item.type);
}

function describeItem(
  item: AbiItem & { type: DescribedItem["kind"] },
  members: readonly Declared[],
  trees: SyntaxTrees,
): DescribedItem {
  const signature = Fragment.from(item).format("sighash");
  const selector = item.type === "event" ? id(signature) : id(signature).slice(0, 10);
  const declared = members.find(
    ({ node }) => `0x${node[`${item.type}Selector` as const] ?? ""}` === selector,
  );
  if (declared === undefined) throw new Error(`no source declares ${signature}`);
  return {
    kind: item.type,
    name: item.name,
    inputs: item.inputs,
    outputs: item.outputs ?? [],
    stateMutability: item.stateMutability ?? "",
    signature,
    selector,
    doc: inheritedDoc(declared, trees),
    own: isOurs(declared.source),
  };
}

function describeType({ node, contract }: Declared): DescribedType {
  return {
    name: node.canonicalName ?? `${contract.name}.${node.name}`,
    members: (node.members ?? []).map(({ name, typeDescriptions }) => {
      const type = typeDescriptions?.typeString;
      return { name, type: type === undefined ? undefined : plainType(type) };
    }),
    doc: parseNatSpec(node.documentation?.text ?? ""),
  };
}

/** The types that are named, and those that these are made of. */
function typesWithin(names: Set<string>, types: readonly DescribedType[]): DescribedType[] {
  // a set hands out what is added to it while it is walked
  for (const name of names) {
    const members = types.find((type) => type.name === name)?.members ?? [];
    for (const { type } of members) if (type !== undefined) names.add(withoutArray(type));
  }
  return types.filter(({ name }) => names.has(name));
}

function typeOf({ internalType }: AbiValue): string {
  return withoutArray(plainType(internalType));
}

function withoutArray(type: string): string {
  return type.replace(/(?:\[\d*\])+$/, "");
}

/** Whether a source is the suite's, and not a library's. */
export function isOurs(source: string): boolean {
  return source.startsWith("contracts/");
}
