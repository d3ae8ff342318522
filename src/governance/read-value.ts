import { getAddress, id, isAddress, type ParamType } from "ethers";

import { roles } from "../../deploy/roles";
import { OpenDepinError } from "../errors";
import { type Address, type Hex } from "../hex";
import { quote } from "../rewards/epoch/parse";

/** A value as ethers encodes it. */
export type AbiValue = bigint | string | boolean | readonly AbiValue[];

/** The address of a contract by its name, as `DisputeManager`; undefined if the text is no name. */
export type ResolveName = (name: string) => Address | undefined;

const WHOLE = /^-?(?:0|[1-9][0-9]*)$/;
const HEX = /^0x(?:[0-9a-fA-F]{2})*$/;
const SIGNATURE = /^[A-Za-z_$][\w$]*\([\w,()[\]]*\)$/;

/**
 * Checks a value against its type in an ABI.
 *
 * Whole numbers come as JSON numbers, or as strings of digits where JSON would lose some; tuples as lists, or as objects
 * by the names of their fields. For people, an address may be a contract's name, a role its name, a selector a
 * function's signature.
 *
 * @param path Where the value stands, for the message.
 * @throws OpenDepinError `ARGUMENT_INVALID`.
 */
export function readValue(type: ParamType, value: unknown, path: string, resolve: ResolveName): AbiValue {
  if (type.isArray()) return readArray(type, value, path, resolve);
  if (type.isTuple()) return readTuple(type, value, path, resolve);
  if (/^u?int/.test(type.type)) return readInteger(type, value, path);
  if (type.type === "address") return readAddress(value, path, resolve);
  if (type.type === "bool") return readBoolean(value, path);
  if (type.type === "string") return readString(value, path);
  return readBytes(type.type, value, path);
}

/**
 * The same for an argument of a command line: lists and tuples are JSON, everything else is the text itself.
 *
 * @throws OpenDepinError `ARGUMENT_INVALID`.
 */
export function valueOfText(type: ParamType, text: string, path: string): unknown {
  if (!type.isArray() && !type.isTuple()) return text;
  try {
    return JSON.parse(text) as unknown;
  } catch (cause) {
    const example = type.isArray() ? "[1,2]" : '[1,"0x…"] or {"name":1}';
    throw invalid(path, text, `${type.format("sighash")}: write it as JSON, like ${example}`, cause);
  }
}

function readArray(type: ParamType, value: unknown, path: string, resolve: ResolveName): AbiValue {
  const { arrayChildren, arrayLength } = type;
  if (!Array.isArray(value) || arrayChildren === null) throw invalid(path, value, "a list");
  if (arrayLength !== null && arrayLength >= 0 && value.length !== arrayLength)
    throw invalid(path, value, `a list of ${arrayLength}`);
  return value.map((element: unknown, index) =>
    readValue(arrayChildren, element, `${path}[${index}]`, resolve),
  );
}

function readTuple(type: ParamType, value: unknown, path: string, resolve: ResolveName): AbiValue {
  const components = type.components ?? [];
  const names = components.map(({ name }) => name);
  return fieldsOf(names, value, path).map((field, index) => {
    const component = components[index];
    if (component === undefined) throw new TypeError("a tuple has a value for each component");
    return readValue(component, field, `${path}.${component.name}`, resolve);
  });
}

/**
 * Values in the order of their names, from a list or from an object.
 *
 * @throws OpenDepinError `ARGUMENT_INVALID` when one is missing, or one too many.
 */
export function fieldsOf(names: readonly string[], value: unknown, path: string): unknown[] {
  if (Array.isArray(value) && value.length === names.length) return value;
  if (typeof value !== "object" || value === null || Array.isArray(value))
    throw invalid(path, value, `made of ${names.join(", ")}`);
  const fields = value as Record<string, unknown>;
  const [missing] = names.filter((name) => !Object.hasOwn(fields, name));
  if (missing !== undefined) throw new OpenDepinError("ARGUMENT_INVALID", `${path} lacks ${missing}`);
  const [unknown] = Object.keys(fields).filter((name) => !names.includes(name));
  if (unknown !== undefined)
    throw new OpenDepinError(
      "ARGUMENT_INVALID",
      `${path} has no ${quote(unknown)}; it has ${names.join(", ")}`,
    );
  return names.map((name) => fields[name]);
}

function readInteger({ type, name }: ParamType, value: unknown, path: string): bigint {
  if (name === "roleId" && typeof value === "string" && isRole(value)) return idOfRole(value);
  const isSigned = type.startsWith("int");
  const bits = BigInt(type.replace(/^u?int/, ""));
  const [min, max] = isSigned ? [-(2n ** (bits - 1n)), 2n ** (bits - 1n) - 1n] : [0n, 2n ** bits - 1n];
  const number = integerOf(value, path);
  if (number !== undefined && number >= min && number <= max) return number;
  const [low, high] = isSigned ? [`-2^${bits - 1n}`, `2^${bits - 1n} - 1`] : ["0", `2^${bits} - 1`];
  throw invalid(
    path,
    value,
    `a whole number from ${low} to ${bits <= 32n ? max.toString() : high} (${type})`,
  );
}

function integerOf(value: unknown, path: string): bigint | undefined {
  if (typeof value === "bigint") return value;
  if (typeof value === "string" && WHOLE.test(value)) return BigInt(value);
  if (typeof value !== "number" || !Number.isInteger(value)) return undefined;
  if (Number.isSafeInteger(value)) return BigInt(value);
  throw new OpenDepinError(
    "ARGUMENT_INVALID",
    `${path} is a number that JSON rounds; write it in quotation marks`,
  );
}

function isRole(name: string): boolean {
  return name === "admin" || Object.hasOwn(roles, name);
}

function idOfRole(name: string): bigint {
  return name === "admin" ? 0n : ((roles as Readonly<Record<string, { id: bigint }>>)[name]?.id ?? 0n);
}

function readAddress(value: unknown, path: string, resolve: ResolveName): string {
  if (typeof value !== "string") throw invalid(path, value, "an address");
  const isAddressGiven: boolean = isAddress(value);
  if (isAddressGiven && value.startsWith("0x")) return getAddress(value);
  const named = resolve(value);
  if (named !== undefined) return getAddress(named);
  const mistyped = /^0x[0-9a-fA-F]{40}$/.test(value);
  throw invalid(
    path,
    value,
    mistyped ? "an address: its checksum is wrong" : "an address, nor a contract's name",
  );
}

function readBoolean(value: unknown, path: string): boolean {
  if (value === true || value === "true") return true;
  if (value === false || value === "false") return false;
  throw invalid(path, value, "true or false");
}

function readString(value: unknown, path: string): string {
  if (typeof value === "string") return value;
  throw invalid(path, value, "a text");
}

function readBytes(type: string, value: unknown, path: string): Hex {
  const length = type === "bytes" ? undefined : Number(type.slice("bytes".length));
  if (typeof value === "string") {
    if (type === "bytes4" && SIGNATURE.test(value)) return id(value).slice(0, 10) as Hex;
    if (HEX.test(value) && (length === undefined || value.length === 2 + 2 * length)) return value as Hex;
  }
  const digits = length === undefined ? "pairs of hexadecimal digits" : `${2 * length} hexadecimal digits`;
  throw invalid(path, value, `0x and ${digits} (${type})`);
}

function invalid(path: string, value: unknown, expected: string, cause?: unknown): OpenDepinError {
  const shown = quote(typeof value === "string" ? value : JSON.stringify(value));
  return new OpenDepinError("ARGUMENT_INVALID", `${path} ${shown} is not ${expected}`, { cause });
}
