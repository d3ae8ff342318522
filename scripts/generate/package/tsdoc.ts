import * as ts from "typescript";

/** What a documentation comment says, tag by tag. */
export interface TsDoc {
  text: string;
  params: ReadonlyMap<string, string>;
  returns: string;
  throws: readonly string[];
}

/** The comment of a declaration; empty if it has none. */
export function tsDocOf(declaration: ts.Declaration): TsDoc {
  const node = documentedNode(declaration);
  const [doc] = ts.getJSDocCommentsAndTags(node).filter(ts.isJSDoc).slice(-1);
  const tags = ts.getJSDocTags(node);
  const params = tags
    .filter(ts.isJSDocParameterTag)
    .map((tag): [string, string] => [tag.name.getText(), textOf(tag.comment).replace(/^- /, "")]);
  return {
    text: textOf(doc?.comment),
    params: new Map(params),
    returns: textOf(tags.find(ts.isJSDocReturnTag)?.comment),
    throws: tags.filter(ts.isJSDocThrowsTag).map(({ comment }) => textOf(comment)),
  };
}

/** The comment of a constant stands before its statement. */
function documentedNode(declaration: ts.Declaration): ts.Node {
  return ts.isVariableDeclaration(declaration) ? declaration.parent.parent : declaration;
}

function textOf(comment: string | ts.NodeArray<ts.JSDocComment> | undefined): string {
  return (ts.getTextOfJSDocComment(comment) ?? "").replace(/\{@link (\w+)\}/g, "`$1`").trim();
}
