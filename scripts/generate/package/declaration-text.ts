import * as ts from "typescript";

/** Longer values of constants are for machines to read. */
const MAX_VALUE_LINES = 15;

/** A declaration as its source writes it, without bodies and what is private. */
export function declarationText(declaration: ts.Declaration): string {
  if (ts.isFunctionDeclaration(declaration)) return signature(declaration);
  if (ts.isClassDeclaration(declaration)) return classText(declaration);
  if (ts.isVariableDeclaration(declaration)) return constantText(declaration);
  return withoutExport(declaration.getText());
}

/** The declarations of a function that callers see: its overloads, or the one that it has. */
export function visible(declarations: readonly ts.Declaration[]): readonly ts.Declaration[] {
  const overloads = declarations.filter((each) => ts.isFunctionDeclaration(each) && each.body === undefined);
  return overloads.length > 0 ? overloads : declarations;
}

function signature(declaration: ts.FunctionLikeDeclaration): string {
  return `${withoutExport(headOf(declaration, declaration.getStart()))};`;
}

/** Text from a position up to the body. */
function headOf(declaration: ts.FunctionLikeDeclaration, start: number): string {
  const { text } = declaration.getSourceFile();
  return text
    .slice(start, declaration.body?.getStart() ?? declaration.getEnd())
    .trim()
    .replace(/;$/, "");
}

function classText(declaration: ts.ClassDeclaration): string {
  const head = withoutExport(
    declaration.getText().slice(0, declaration.getText().indexOf("{", heritageEnd(declaration))),
  );
  const members = declaration.members.filter(isPublic).map(memberText);
  return `${head}{\n${members.map((member) => `  ${member}`).join("\n\n")}\n}`;
}

/** Where the class's head ends, from its start: its name, type parameters and what it extends may have braces. */
function heritageEnd(declaration: ts.ClassDeclaration): number {
  const parts = [
    declaration.name,
    ...(declaration.typeParameters ?? []),
    ...(declaration.heritageClauses ?? []),
  ];
  return Math.max(...parts.map((part) => part?.getEnd() ?? 0)) - declaration.getStart();
}

function isPublic(member: ts.ClassElement): boolean {
  const isHash = member.name !== undefined && ts.isPrivateIdentifier(member.name);
  const flags = ts.getCombinedModifierFlags(member);
  return !isHash && (flags & (ts.ModifierFlags.Private | ts.ModifierFlags.Protected)) === 0;
}

function memberText(member: ts.ClassElement): string {
  if (!ts.isMethodDeclaration(member) && !ts.isAccessor(member) && !ts.isConstructorDeclaration(member)) {
    return member.getFullText().trim();
  }
  return `${headOf(member, member.getFullStart())};`;
}

function constantText(declaration: ts.VariableDeclaration): string {
  const { type, initializer } = declaration;
  const head = `const ${declaration.name.getText()}`;
  if (type !== undefined) return `${head}: ${type.getText()};`;
  const value = initializer?.getText() ?? "";
  return value.split("\n").length > MAX_VALUE_LINES ? `${head}: object;` : `${head} = ${value};`;
}

function withoutExport(text: string): string {
  return text.replace(/^export (?:declare )?(?:default )?(?:async )?/, "");
}
