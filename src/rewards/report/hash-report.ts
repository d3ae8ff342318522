import { bytesToHex, type Hex, hexToBytes } from "../../hex";
import { keccak256 } from "../../merkle/keccak256";
import {
  type Report,
  REPORT_DOMAIN_NAME,
  REPORT_DOMAIN_VERSION,
  type ReportDomain,
  reportTypes,
} from "./typed-data";

const DOMAIN_TYPE = "EIP712Domain(string name,string version,uint256 chainId,address verifyingContract)";
const REPORT_TYPE = `Report(${reportTypes.Report.map(({ name, type }) => `${type} ${name}`).join(",")})`;

/**
 * The digest that the reporter signs, equal to `RewardDistributor.hashReport`.
 *
 * Source: EIP-712, https://eips.ethereum.org/EIPS/eip-712
 */
export function hashReport(report: Report, domain: ReportDomain): Hex {
  const prefix = Uint8Array.of(0x19, 0x01);
  return bytesToHex(keccak256(concat([prefix, domainSeparator(domain), structHash(report)])));
}

function domainSeparator({ chainId, distributor }: ReportDomain): Uint8Array {
  return keccak256(
    concat([
      hashText(DOMAIN_TYPE),
      hashText(REPORT_DOMAIN_NAME),
      hashText(REPORT_DOMAIN_VERSION),
      word(BigInt(chainId)),
      word(BigInt(distributor)),
    ]),
  );
}

function structHash({ program, epoch, nonce, deadline, root, total, dataHash, dataURI }: Report): Uint8Array {
  return keccak256(
    concat([
      hashText(REPORT_TYPE),
      ...[program, epoch, nonce, deadline].map((number) => word(BigInt(number))),
      hexToBytes(root, 32),
      word(total),
      hexToBytes(dataHash, 32),
      hashText(dataURI),
    ]),
  );
}

function hashText(text: string): Uint8Array {
  return keccak256(new TextEncoder().encode(text));
}

function word(value: bigint): Uint8Array {
  return hexToBytes(`0x${value.toString(16).padStart(64, "0")}`, 32);
}

function concat(parts: readonly Uint8Array[]): Uint8Array {
  const whole = new Uint8Array(parts.reduce((length, part) => length + part.length, 0));
  let offset = 0;
  for (const part of parts) {
    whole.set(part, offset);
    offset += part.length;
  }
  return whole;
}
