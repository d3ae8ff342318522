import { expect } from "chai";

import { OpenDepinError } from "../../../src/errors";
import { readCallsFile } from "../../../src/files/calls-file";
import { Workspace } from "../cli/support";

describe("readCallsFile", () => {
  const workspace = new Workspace();

  it("reads JSON5 with comments", async () => {
    const file = workspace.write(
      "calls.json5",
      `{ // why
        title: "New weights",
        calls: [{ call: "EmissionController.setWeights", args: [[8000, 2000]] }, { call: "RewardDistributor@1.finalize" }],
      }`,
    );
    expect(await readCallsFile(file)).to.deep.equal({
      title: "New weights",
      description: undefined,
      calls: [
        { call: "EmissionController.setWeights", args: [[8000, 2000]] },
        { call: "RewardDistributor@1.finalize", args: [] },
      ],
    });
  });

  const BAD: [name: string, text: string, says: string][] = [
    ["what is no JSON5", "{", "not JSON5"],
    ["no list of calls", "{}", "calls is not a list"],
    ["an empty list", "{calls:[]}", "calls is empty"],
    ["a call without a name", "{calls:[{args:[]}]}", "calls[0].call is not a string"],
    ["a title that is no text", "{title:5,calls:[{call:'a.b'}]}", "title is not a string"],
  ];
  for (const [name, text, says] of BAD) {
    it(`refuses ${name}, and names the file`, async () => {
      const file = workspace.write("calls.json5", text);
      const error = await readCallsFile(file).catch((thrown: unknown) => thrown);
      expect(error).to.be.instanceOf(OpenDepinError);
      expect((error as OpenDepinError).message)
        .to.contain(`${file}: `)
        .and.to.contain(says);
    });
  }
});
