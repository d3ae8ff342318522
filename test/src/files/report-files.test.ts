import { expect } from "chai";

import { OpenDepinError } from "../../../src/errors";
import { approvalFromJson, approvalToJson } from "../../../src/files/approval-file";
import { requestFromJson, requestToJson } from "../../../src/files/request-file";
import { type ReportRequest, reportRequest, type SignedApproval } from "../../../src/rewards/report";

const REQUEST: ReportRequest = reportRequest({
  chainId: 31_337,
  distributor: `0x${"d1".repeat(20)}`,
  committee: `0x${"c1".repeat(20)}`,
  configuration: 3,
  report: {
    program: 1,
    epoch: 41,
    nonce: 7,
    deadline: 1_900_000_000,
    root: `0x${"ab".repeat(32)}`,
    total: 2n ** 128n - 1n,
    dataHash: `0x${"cd".repeat(32)}`,
    dataURI: "ipfs://données",
  },
});
const APPROVAL: SignedApproval = {
  chainId: 31_337,
  committee: REQUEST.committee,
  configuration: 3,
  digest: REQUEST.digest,
  signer: `0x${"aa".repeat(20)}`,
  signature: "0x1234",
};

type Fields = Record<string, unknown>;

function errorOf(read: () => unknown): OpenDepinError {
  try {
    read();
  } catch (error) {
    if (error instanceof OpenDepinError) return error;
    throw error;
  }
  throw new Error("nothing was refused");
}

describe("the file of a request", () => {
  const json = requestToJson(REQUEST) as Fields;
  const report = json["report"] as Fields;

  it("comes back as it was, in whatever case its hex is", () => {
    const text = JSON.stringify(json);
    expect(requestFromJson(JSON.parse(text))).to.deep.equal(REQUEST);
    const upper = text.replace(/0x([0-9a-f]+)/g, (_, digits: string) => `0x${digits.toUpperCase()}`);
    expect(requestFromJson(JSON.parse(upper))).to.deep.equal(REQUEST);
  });

  it("is always the same text", () => {
    expect(JSON.stringify(json)).to.equal(
      `{"format":"opendepin-report-request","version":1,"chainId":31337,"distributor":"${REQUEST.distributor}",` +
        `"committee":"${REQUEST.committee}","configuration":3,"report":{"program":1,"epoch":41,"nonce":7,` +
        `"deadline":1900000000,"root":"${REQUEST.report.root}","total":"${2n ** 128n - 1n}",` +
        `"dataHash":"${REQUEST.report.dataHash}","dataURI":"ipfs://données"},"digest":"${REQUEST.digest}"}`,
    );
  });

  const changes: [name: string, changed: unknown][] = [
    ["program", 2],
    ["epoch", 42],
    ["nonce", 8],
    ["deadline", 1_900_000_001],
    ["root", `0x${"00".repeat(32)}`],
    ["total", "1"],
    ["dataHash", `0x${"00".repeat(32)}`],
    ["dataURI", ""],
  ];
  for (const [field, changed] of changes) {
    it(`is refused when somebody has changed its ${field}`, () => {
      const error = errorOf(() => requestFromJson({ ...json, report: { ...report, [field]: changed } }));
      expect([error.code, error.exitCode]).to.deep.equal(["DIGEST_DIFFERS", 1]);
    });
  }
  for (const [field, changed] of [
    ["chainId", 1],
    ["distributor", `0x${"d2".repeat(20)}`],
    ["digest", `0x${"00".repeat(32)}`],
  ] as const) {
    it(`is refused when somebody has changed its ${field}`, () => {
      expect(errorOf(() => requestFromJson({ ...json, [field]: changed })).code).to.equal("DIGEST_DIFFERS");
    });
  }

  const malformed: [name: string, content: unknown, message: RegExp][] = [
    ["nothing", null, /it is not an object/],
    ["a list", [], /it is not an object/],
    ["another format", { ...json, format: "x" }, /format is not "opendepin-report-request"/],
    ["no format", { ...json, format: undefined }, /format is not a string/],
    ["a later version", { ...json, version: 2 }, /of version 2; this program reads version 1/],
    ["a chain that is no number", { ...json, chainId: "1" }, /chainId is not a whole number/],
    ["a short distributor", { ...json, distributor: "0x12" }, /distributor is not 0x and 40 hex/],
    ["a committee that is not hex", { ...json, committee: "me" }, /committee is not 0x and 40 hex/],
    [
      "a configuration above 32 bits",
      { ...json, configuration: 2 ** 32 },
      /configuration is not a whole number/,
    ],
    ["no report", { ...json, report: undefined }, /report is not an object/],
    ["a report that is a list", { ...json, report: [] }, /report is not an object/],
    ["an epoch that is negative", with_({ epoch: -1 }), /report\.epoch is not a whole number from 0/],
    ["a nonce with a fraction", with_({ nonce: 1.5 }), /report\.nonce is not a whole number/],
    ["a deadline above 40 bits", with_({ deadline: 2 ** 40 }), /report\.deadline is not a whole number/],
    ["a short root", with_({ root: "0xab" }), /report\.root is not 0x and 64 hex/],
    ["a total as a number", with_({ total: 5 }), /report\.total is not a string/],
    [
      "a total above 128 bits",
      with_({ total: (2n ** 128n).toString() }),
      /report\.total "\d+" is not a whole/,
    ],
    ["a total in hex", with_({ total: "0x5" }), /report\.total "0x5" is not a whole number/],
    ["a total with a leading zero", with_({ total: "05" }), /report\.total "05" is not a whole number/],
    ["a URI that is no text", with_({ dataURI: 5 }), /report\.dataURI is not a string/],
    ["a URI that UTF-8 has no form for", with_({ dataURI: "\ud800" }), /report\.dataURI is not Unicode text/],
    ["no digest", { ...json, digest: undefined }, /digest is not a string/],
  ];
  for (const [name, content, message] of malformed) {
    it(`says what is wrong with ${name}`, () => {
      const error = errorOf(() => requestFromJson(content));
      expect(error.message).to.match(message).and.not.to.match(/\n/);
      expect(error.code).to.match(/^DOCUMENT_(MALFORMED|VERSION)$/);
      expect(error.exitCode).to.equal(2);
    });
  }

  function with_(changes: Fields): Fields {
    return { ...json, report: { ...report, ...changes } };
  }
});

describe("the file of an approval", () => {
  const json = approvalToJson(APPROVAL) as Fields;

  it("comes back as it was, and has nothing that its signer keeps", () => {
    expect(approvalFromJson(JSON.parse(JSON.stringify(json)))).to.deep.equal(APPROVAL);
    expect(Object.keys(json)).to.deep.equal([
      "format",
      "version",
      "chainId",
      "committee",
      "configuration",
      "digest",
      "signer",
      "signature",
    ]);
  });

  const malformed: [name: string, content: unknown, message: RegExp][] = [
    ["a text", "approval", /it is not an object/],
    ["a request", requestToJson(REQUEST), /format is not "opendepin-report-approval"/],
    ["a later version", { ...json, version: 9 }, /of version 9/],
    ["a short digest", { ...json, digest: "0x" }, /digest is not 0x and 64 hex/],
    ["a configuration below zero", { ...json, configuration: -1 }, /configuration is not a whole number/],
    ["a signer with half a byte", { ...json, signer: "0x123" }, /signer is not 0x and pairs/],
    ["no signature", { ...json, signature: null }, /signature is not a string/],
  ];
  for (const [name, content, message] of malformed) {
    it(`says what is wrong with ${name}`, () => {
      expect(errorOf(() => approvalFromJson(content)).message).to.match(message);
    });
  }
});
