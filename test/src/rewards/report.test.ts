import { expect } from "chai";
import { TypedDataEncoder, verifyTypedData, Wallet } from "ethers";

import {
  hashReport,
  type Report,
  type ReportDomain,
  reportTypedData,
  signReport,
} from "../../../src/rewards/report";

const domain: ReportDomain = { chainId: 31337n, distributor: "0x00000000000000000000000000000000000000D1" };

const report: Report = {
  program: 3,
  epoch: 41,
  nonce: 7,
  deadline: 1_900_000_000,
  root: `0x${"ab".repeat(32)}`,
  total: 2n ** 128n - 1n,
  dataHash: `0x${"cd".repeat(32)}`,
  dataURI: "ipfs://données",
};

function digestByEthers(value: Report, { chainId, distributor }: ReportDomain): string {
  const data = reportTypedData(value, { chainId, distributor });
  return TypedDataEncoder.hash(data.domain, { Report: [...data.types.Report] }, data.message);
}

describe("hashReport", () => {
  it("is the digest that ethers computes from the typed data", () => {
    expect(hashReport(report, domain)).to.equal(digestByEthers(report, domain));
    const empty = { ...report, dataURI: "", total: 0n, epoch: 0 };
    expect(hashReport(empty, domain)).to.equal(digestByEthers(empty, domain));
  });

  it("changes with every field, with the chain and with the distributor", () => {
    const others: Report[] = [
      { ...report, program: 4 },
      { ...report, epoch: 42 },
      { ...report, nonce: 8 },
      { ...report, deadline: 1_900_000_001 },
      { ...report, root: `0x${"ac".repeat(32)}` },
      { ...report, total: 2n ** 128n - 2n },
      { ...report, dataHash: `0x${"ce".repeat(32)}` },
      { ...report, dataURI: "ipfs://donnees" },
    ];
    const digests = [
      hashReport(report, domain),
      ...others.map((other) => hashReport(other, domain)),
      hashReport(report, { ...domain, chainId: 1 }),
      hashReport(report, { ...domain, distributor: "0x00000000000000000000000000000000000000D2" }),
    ];
    expect(new Set(digests).size).to.equal(digests.length);
  });
});

describe("signReport", () => {
  it("gives a signature that recovers to the reporter", async () => {
    const reporter = new Wallet(`0x${"11".repeat(32)}`);
    const signature = await signReport(report, domain, reporter);
    const data = reportTypedData(report, domain);
    const recovered = verifyTypedData(
      data.domain,
      { Report: [...data.types.Report] },
      data.message,
      signature,
    );
    expect(recovered).to.equal(reporter.address);
  });
});
