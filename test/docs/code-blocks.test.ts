import { join } from "node:path";

import { expect } from "chai";
import * as ts from "typescript";

import { codeBlocks, documents, root, textOf } from "./markdown";

const OPTIONS: ts.CompilerOptions = {
  target: ts.ScriptTarget.ES2022,
  module: ts.ModuleKind.ESNext,
  moduleResolution: ts.ModuleResolutionKind.Bundler,
  moduleDetection: ts.ModuleDetectionKind.Force,
  lib: ["lib.es2023.d.ts", "lib.dom.d.ts"],
  types: ["node", "mocha"],
  strict: true,
  noUncheckedIndexedAccess: true,
  resolveJsonModule: true,
  skipLibCheck: true,
  noEmit: true,
  baseUrl: root,
  paths: {
    opendepin: ["src/index.ts"],
    // any JSON: what is checked is how it is imported
    "opendepin/artifacts/*": ["package.json"],
    "opendepin/*": ["src/*/index.ts"],
  },
};

describe("TypeScript of the guides", () => {
  const modules = new Map(
    documents()
      .filter((document) => !document.startsWith("docs/reference/"))
      .flatMap((document) => modulesOf(document)),
  );

  it("is found at all", () => {
    expect(modules.size).to.be.above(8);
  });

  it("compiles against the package's sources, strictly", () => {
    const program = ts.createProgram([...modules.keys()], OPTIONS, hostOf(modules));
    const problems = [...modules.keys()].flatMap((file) => problemsOf(program, file));
    expect(problems).to.deep.equal([]);
  });

  it("is refused where it is wrong", () => {
    const file = join(root, "wrong.ts");
    const source = 'import { allocate } from "opendepin/rewards";\nallocate([1], 2n);\n';
    const program = ts.createProgram([file], OPTIONS, hostOf(new Map([[file, source]])));
    expect(problemsOf(program, file)).to.have.length(1);
  });
});

/** Each block as a module of its own, after what is given, at the lines that it has in its document. */
function modulesOf(document: string): [file: string, source: string][] {
  return codeBlocks(textOf(document))
    .filter(({ language }) => language === "ts")
    .map(({ source, line, given }) => [
      join(root, `${document.replace(/\W/g, "-")}-${line.toString()}.ts`),
      `${source}\n${given}`,
    ]);
}

/** The compiler's own host, with the modules among its files. */
function hostOf(modules: ReadonlyMap<string, string>): ts.CompilerHost {
  const host = ts.createCompilerHost(OPTIONS);
  const disk = { fileExists: host.fileExists.bind(host), getSourceFile: host.getSourceFile.bind(host) };
  host.fileExists = (file) => modules.has(file) || disk.fileExists(file);
  host.getSourceFile = (file, ...rest) => {
    const source = modules.get(file);
    return source === undefined
      ? disk.getSourceFile(file, ...rest)
      : ts.createSourceFile(file, source, ts.ScriptTarget.ES2022);
  };
  return host;
}

function problemsOf(program: ts.Program, file: string): string[] {
  const source = program.getSourceFile(file);
  return ts.getPreEmitDiagnostics(program, source).map((problem) => {
    const line = source?.getLineAndCharacterOfPosition(problem.start ?? 0).line ?? 0;
    return `${file.slice(root.length + 1)}, line ${(line + 1).toString()} of the block: ${ts.flattenDiagnosticMessageText(problem.messageText, " ")}`;
  });
}
