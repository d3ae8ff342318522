import { existsSync, statSync } from "node:fs";
import { dirname, join, normalize } from "node:path";

import { expect } from "chai";

import { Anchors } from "../../scripts/generate/markdown/anchor";
import { documents, headings, prose, root, textOf } from "./markdown";

interface Link {
  document: string;
  target: string;
}

describe("links of the documents", () => {
  const links = documents().flatMap(linksOf);

  it("are found at all", () => {
    expect(links.length).to.be.above(500);
  });

  it("lead to files that exist, inside the repository", () => {
    const broken = links.filter(({ document, target }) => {
      const path = pathOf(document, target);
      return path.startsWith("..") || !existsSync(join(root, path));
    });
    expect(broken).to.deep.equal([]);
  });

  it("lead to headings that exist", () => {
    const anchors = new Map(documents().map((document) => [document, anchorsOf(document)]));
    const broken = links.filter(({ document, target }) => {
      const [, anchor] = target.split("#");
      const found = anchors.get(pathOf(document, target));
      return anchor !== undefined && found !== undefined && !found.has(anchor);
    });
    expect(broken).to.deep.equal([]);
  });

  it("reach every guide and the reference from the index", () => {
    const linked = new Set(linksOf("docs/README.md").map(({ target }) => pathOf("docs/README.md", target)));
    const guides = documents().filter((document) => /^docs\/[A-Z]+\.md$/.test(document));
    const missing = [...guides, "docs/reference/README.md"].filter(
      (document) => document !== "docs/README.md" && !linked.has(document),
    );
    expect(missing).to.deep.equal([]);
  });
});

function linksOf(document: string): Link[] {
  const found = prose(textOf(document)).matchAll(/\]\(([^)\s]+)\)/g);
  return [...found]
    .map(([, target = ""]) => ({ document, target }))
    .filter(({ target }) => !/^[a-z]+:/.test(target));
}

/** Where a link leads, from the root; a folder stands for its README. */
function pathOf(document: string, target: string): string {
  const [file = ""] = target.split("#");
  const path = file === "" ? document : normalize(join(dirname(document), file));
  const isFolder = existsSync(join(root, path)) && statSync(join(root, path)).isDirectory();
  return isFolder && existsSync(join(root, path, "README.md")) ? join(path, "README.md") : path;
}

function anchorsOf(document: string): Set<string> {
  const anchors = new Anchors();
  return new Set(headings(textOf(document)).map((heading) => anchors.next(heading)));
}
