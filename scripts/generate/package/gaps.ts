import * as ts from "typescript";

import { visible } from "./declaration-text";
import type { EntryPoint } from "./exported";
import { tsDocOf } from "./tsdoc";

/** What the sources leave out of what an entry point exports, a line each; nothing where they are complete. */
export function gapsOf(specifier: string, { description, exported }: EntryPoint): string[] {
  const gaps = description === "" ? [`${specifier}: a comment with @packageDocumentation at its head`] : [];
  const names = new Set(exported.map(({ name }) => name));
  for (const { name, declarations, uses } of exported) {
    for (const type of new Set(uses)) {
      if (!names.has(type)) gaps.push(`${specifier}: the export of the type ${type}, which ${name} names`);
    }
    for (const declaration of visible(declarations)) {
      if (tsDocOf(declaration).text === "") gaps.push(`${specifier}.${name}: a comment`);
      if (ts.isFunctionDeclaration(declaration) && declaration.type === undefined) {
        gaps.push(`${specifier}.${name}: the type that it returns`);
      }
    }
  }
  return gaps;
}
