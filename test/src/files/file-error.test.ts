import { mkdirSync, chmodSync } from "node:fs";

import { expect } from "chai";

import { OpenDepinError } from "../../../src/errors";
import { writeDirectoryAtomically } from "../../../src/files/atomic-directory";
import { fileError } from "../../../src/files/file-error";
import { Workspace } from "../cli/support";

const systemError = (code: string): Error => Object.assign(new Error(code), { code });

describe("fileError", () => {
  const work = new Workspace();

  for (const [code, access, name, message] of [
    ["EACCES", "read", "FILE_UNREADABLE", "a/b: it may not be read; check its permissions"],
    ["EACCES", "write", "FILE_UNWRITABLE", "a/b: it may not be written; check its permissions"],
    ["EROFS", "write", "FILE_UNWRITABLE", "a/b: it may not be written; check its permissions"],
    ["ENOENT", "read", "FILE_UNREADABLE", "a/b: there is no such file"],
    ["ENOENT", "write", "FILE_UNWRITABLE", "a/b: there is no directory a"],
    ["EEXIST", "write", "FILE_UNWRITABLE", "a/b: it exists already; name a new one"],
  ] as const) {
    it(`says what ${code} means to a ${access}`, () => {
      const error = fileError("a/b", systemError(code), access);
      expect(error).to.be.instanceOf(OpenDepinError).and.to.include({ code: name, message, exitCode: 2 });
    });
  }

  it("leaves what it does not know as it is", () => {
    const error = systemError("EIO");
    expect(fileError("a/b", error, "write")).to.equal(error);
  });

  it("names a directory that cannot be made, as its user named it", async () => {
    work.write("file", "");
    const out = work.path("file", "parent", "out");
    const refused: unknown = await writeDirectoryAtomically(out, () => Promise.resolve()).catch(
      (error: unknown) => error,
    );
    expect(refused).to.be.instanceOf(OpenDepinError).and.to.include({ file: out, exitCode: 2 });
  });

  it("names a directory whose parent may not be written", async function () {
    // permissions do not bind the superuser
    if (process.getuid?.() === 0) this.skip();
    mkdirSync(work.path("locked"));
    chmodSync(work.path("locked"), 0o555);
    const out = work.path("locked", "out");
    const refused: unknown = await writeDirectoryAtomically(out, () => Promise.resolve()).catch(
      (error: unknown) => error,
    );
    expect(refused).to.include({ file: out, code: "FILE_UNWRITABLE" });
  });
});
