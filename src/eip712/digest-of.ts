import { bigintToBytes, concatBytes } from "../bytes";
import { OpenDepinError } from "../errors";
import { bytesToHex, type Hex, writeHex } from "../hex";
import { keccak256 } from "../merkle/keccak256";
import type { TypedData, TypedDataDomain, TypedDataField } from "./typed-data";

const DOMAIN_TYPE = "EIP712Domain(string name,string version,uint256 chainId,address verifyingContract)";
const WORD_BYTES = 32;
const ADDRESS_BYTES = 20;
const UINT = /^uint(\d+)$/;

/**
 * The digest of typed data: what the contract's own hash function answers, and what a key signs.
 *
 * @param data typed data of one struct whose fields are `uint`s, `address`, `bytes32` or `string`
 * @returns `keccak256(0x1901 || domain separator || struct hash)`
 * @throws OpenDepinError `TYPED_DATA_INVALID` naming the field whose value is not of its type
 *
 * Source: EIP-712, https://eips.ethereum.org/EIPS/eip-712
 */
export function digestOf<Type extends string, Fields extends readonly TypedDataField[]>({
  domain,
  types,
  primaryType,
  message,
}: TypedData<Type, Fields, object>): Hex {
  const prefix = Uint8Array.of(0x19, 0x01);
  const fields: readonly TypedDataField[] = types[primaryType];
  return bytesToHex(
    keccak256(concatBytes([prefix, domainSeparator(domain), structHash(primaryType, fields, message)])),
  );
}

function domainSeparator({ name, version, chainId, verifyingContract }: TypedDataDomain): Uint8Array {
  return keccak256(
    concatBytes([
      hashText(DOMAIN_TYPE),
      hashText(name),
      hashText(version),
      encodeField({ name: "chainId", type: "uint256" }, chainId),
      encodeField({ name: "verifyingContract", type: "address" }, verifyingContract),
    ]),
  );
}

function structHash(type: string, fields: readonly TypedDataField[], message: object): Uint8Array {
  const declaration = `${type}(${fields.map((field) => `${field.type} ${field.name}`).join(",")})`;
  const values = new Map<string, unknown>(Object.entries(message));
  const words = fields.map((field) => encodeField(field, values.get(field.name)));
  return keccak256(concatBytes([hashText(declaration), ...words]));
}

function encodeField(field: TypedDataField, value: unknown): Uint8Array {
  const word = encodeValue(field.type, value);
  if (word !== undefined) return word;
  throw new OpenDepinError(
    "TYPED_DATA_INVALID",
    `The field ${field.name} must be of type ${field.type}, got ${String(value)}.`,
  );
}

function encodeValue(type: string, value: unknown): Uint8Array | undefined {
  const bits = UINT.exec(type)?.[1];
  if (bits !== undefined) return encodeUint(value, Number(bits));
  if (typeof value !== "string") return undefined;
  if (type === "address") return encodeHex(value, ADDRESS_BYTES);
  if (type === "bytes32") return encodeHex(value, WORD_BYTES);
  return type === "string" ? hashText(value) : undefined;
}

function encodeUint(value: unknown, bits: number): Uint8Array | undefined {
  const isWhole = typeof value === "bigint" || (typeof value === "number" && Number.isSafeInteger(value));
  if (!isWhole) return undefined;
  const number = BigInt(value);
  return number >> BigInt(bits) === 0n ? bigintToBytes(number, WORD_BYTES) : undefined;
}

function encodeHex(value: string, length: number): Uint8Array | undefined {
  const word = new Uint8Array(WORD_BYTES);
  return writeHex(value, word, WORD_BYTES - length, length) ? word : undefined;
}

function hashText(text: string): Uint8Array {
  return keccak256(new TextEncoder().encode(text));
}
