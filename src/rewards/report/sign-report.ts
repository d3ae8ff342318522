import type { TypedDataDomain } from "../../eip712/typed-data";
import type { Hex } from "../../hex";
import { type Report, type ReportDomain, reportTypedData } from "./typed-data";

/** Whoever can sign typed data; an ethers `Signer` is one. */
export interface TypedDataSigner {
  signTypedData(
    domain: TypedDataDomain,
    types: Record<string, { name: string; type: string }[]>,
    message: Report,
  ): Promise<string>;
}

/**
 * Signs a report as its reporter.
 *
 * @returns The signature: 65 bytes (r, s, v) from an account with a key.
 */
export async function signReport(
  report: Report,
  domain: ReportDomain,
  signer: TypedDataSigner,
): Promise<Hex> {
  const data = reportTypedData(report, domain);
  const types = { Report: [...data.types.Report] };
  return (await signer.signTypedData(data.domain, types, data.message)) as Hex;
}
