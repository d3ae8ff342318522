import * as ts from "typescript";

/** Something that an entry point of the package exports. */
export interface Exported {
  name: string;
  /** Its declarations: several if a function has overloads. */
  declarations: readonly ts.Declaration[];
  /** Types of the sources that its declarations name. */
  uses: readonly string[];
}

/** What an entry point exports, by name, with the comment at the head of its file. */
export interface EntryPoint {
  description: string;
  exported: readonly Exported[];
}

/** Reads the exports of source files, each through everything that it re-exports. */
export function readEntryPoints(files: readonly string[]): EntryPoint[] {
  const program = ts.createProgram([...files], {
    module: ts.ModuleKind.Node16,
    moduleResolution: ts.ModuleResolutionKind.Node16,
    target: ts.ScriptTarget.ES2022,
    resolveJsonModule: true,
    strict: true,
    // names are resolved, types are not checked
    noLib: true,
    types: [],
  });
  const checker = program.getTypeChecker();
  return files.map((file) => {
    const source = program.getSourceFile(file);
    const module = source && checker.getSymbolAtLocation(source);
    if (source === undefined || module === undefined) throw new Error(`${file} exports nothing`);
    const exported = checker.getExportsOfModule(module).map((symbol) => exportedOf(symbol, checker));
    exported.sort((one, other) => (one.name < other.name ? -1 : 1));
    return { description: headComment(source), exported };
  });
}

function exportedOf(symbol: ts.Symbol, checker: ts.TypeChecker): Exported {
  const target = symbol.flags & ts.SymbolFlags.Alias ? checker.getAliasedSymbol(symbol) : symbol;
  const declarations = target.declarations ?? [];
  if (declarations.length === 0) throw new Error(`${symbol.name} is declared nowhere`);
  return { name: symbol.name, declarations, uses: declarations.flatMap((each) => typesUsed(each, checker)) };
}

/** Names of our own types in a declaration, outside of bodies and of what is private. */
function typesUsed(declaration: ts.Node, checker: ts.TypeChecker): string[] {
  const found: string[] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isBlock(node) || isHidden(node)) return;
    if (ts.isTypeReferenceNode(node)) {
      const symbol = checker.getSymbolAtLocation(node.typeName);
      const target =
        symbol && symbol.flags & ts.SymbolFlags.Alias ? checker.getAliasedSymbol(symbol) : symbol;
      const [first] = target?.declarations ?? [];
      if (target !== undefined && first !== undefined && isOurs(first)) found.push(target.name);
    }
    ts.forEachChild(node, visit);
  };
  visit(declaration);
  return found;
}

function isOurs(declaration: ts.Declaration): boolean {
  return !declaration.getSourceFile().isDeclarationFile && !ts.isTypeParameterDeclaration(declaration);
}

function isHidden(node: ts.Node): boolean {
  if (!ts.isClassElement(node)) return false;
  const isHash = node.name !== undefined && ts.isPrivateIdentifier(node.name);
  return isHash || (ts.getCombinedModifierFlags(node) & ts.ModifierFlags.Private) !== 0;
}

/** The text of the comment with `@packageDocumentation`. */
function headComment(source: ts.SourceFile): string {
  const comments = ts.getLeadingCommentRanges(source.text, 0) ?? [];
  const texts = comments.map(({ pos, end }) => source.text.slice(pos, end));
  const head = texts.find((text) => text.includes(PACKAGE_TAG)) ?? "";
  return head
    .replace(/^\/\*\*|\*\/$/g, "")
    .replace(/^ *\* ?/gm, "")
    .replace(PACKAGE_TAG, "")
    .trim();
}

const PACKAGE_TAG = "@packageDocumentation";
