/** The parts of the compiler's syntax tree that carry documentation. */
export interface ContractNode {
  nodeType: "ContractDefinition";
  id: number;
  name: string;
  contractKind: "contract" | "interface" | "library";
  documentation?: { text: string };
  nodes: MemberNode[];
  linearizedBaseContracts: number[];
  usedErrors?: number[];
  usedEvents?: number[];
}

export interface MemberNode {
  nodeType: string;
  id: number;
  name: string;
  documentation?: { text: string };
  functionSelector?: string;
  eventSelector?: string;
  errorSelector?: string;
  kind?: string;
  baseFunctions?: number[];
  parameters?: { parameters: VariableNode[] };
  /** Of a struct or an enum. */
  members?: VariableNode[];
  canonicalName?: string;
}

export interface VariableNode {
  name: string;
  typeDescriptions?: { typeString: string };
}

interface SourceUnit {
  nodes: (ContractNode | MemberNode)[];
}

/** A member of a contract, and where it is declared. */
export interface Declared {
  node: MemberNode;
  contract: ContractNode;
  /** Path of the source file. */
  source: string;
}

/** The syntax trees of one compilation: its contracts and their members by number. */
export class SyntaxTrees {
  readonly #contracts = new Map<number, { contract: ContractNode; source: string }>();
  readonly #members = new Map<number, Declared>();

  constructor(sources: Readonly<Record<string, { ast: unknown }>>) {
    for (const [source, { ast }] of Object.entries(sources)) {
      for (const node of (ast as SourceUnit).nodes) if (isContract(node)) this.#add(node, source);
    }
  }

  /** A contract of a source file. */
  contract(source: string, name: string): ContractNode {
    for (const { contract, source: file } of this.#contracts.values()) {
      if (file === source && contract.name === name) return contract;
    }
    throw new Error(`${source} has no contract ${name}`);
  }

  /** A contract and all that it inherits from, the most derived first. */
  lineage({ linearizedBaseContracts }: ContractNode): { contract: ContractNode; source: string }[] {
    return linearizedBaseContracts.flatMap((id) => this.#contracts.get(id) ?? []);
  }

  member(id: number): Declared | undefined {
    return this.#members.get(id);
  }

  /** All members of a contract and its bases, and the errors and events of others that it uses. */
  membersOf(contract: ContractNode): Declared[] {
    const own = this.lineage(contract).flatMap(({ contract: each }) => each.nodes.map(({ id }) => id));
    const used = [...(contract.usedErrors ?? []), ...(contract.usedEvents ?? [])];
    return [...new Set([...own, ...used])].flatMap((id) => this.#members.get(id) ?? []);
  }

  /** All structs and enums that contracts declare. */
  types(): Declared[] {
    return [...this.#members.values()].filter(({ node }) => /^(Struct|Enum)Definition$/.test(node.nodeType));
  }

  #add(contract: ContractNode, source: string): void {
    this.#contracts.set(contract.id, { contract, source });
    for (const node of contract.nodes) this.#members.set(node.id, { node, contract, source });
  }
}

function isContract(node: ContractNode | MemberNode): node is ContractNode {
  return node.nodeType === "ContractDefinition";
}
