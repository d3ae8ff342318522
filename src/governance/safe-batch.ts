import { type FunctionFragment, getAddress, id, type ParamType } from "ethers";

import type { Address, Hex } from "../hex";
import type { AbiValue } from "./read-value";

/** A transaction of a batch, and the function that it calls, by which people check it. */
export interface SafeTransaction {
  to: Address;
  data: Hex;
  fragment: FunctionFragment;
  args: readonly AbiValue[];
}

export interface SafeBatchOptions {
  chainId: bigint;
  safe: Address;
  name: string;
  description: string;
  /** Milliseconds since 1970. */
  createdAt: number;
}

/** A file that Safe's transaction builder loads. */
export interface SafeBatch {
  version: "1.0";
  chainId: string;
  createdAt: number;
  meta: {
    name: string;
    description: string;
    txBuilderVersion: string;
    createdFromSafeAddress: string;
    createdFromOwnerAddress: string;
    checksum: Hex;
  };
  transactions: readonly object[];
}

/** The version of the builder whose form this is. */
const BUILDER_VERSION = "1.18.2";

/**
 * Transactions in the form of Safe's transaction builder, version 1.0.
 *
 * Source: https://help.safe.global/en/articles/40841-transaction-builder, and files that the builder has saved.
 */
export function safeBatch(
  transactions: readonly SafeTransaction[],
  { chainId, safe, name, description, createdAt }: SafeBatchOptions,
): SafeBatch {
  const batch = {
    version: "1.0" as const,
    chainId: chainId.toString(),
    createdAt,
    meta: {
      name,
      description,
      txBuilderVersion: BUILDER_VERSION,
      createdFromSafeAddress: getAddress(safe),
      createdFromOwnerAddress: "",
    },
    transactions: transactions.map(transactionOf),
  };
  return { ...batch, meta: { ...batch.meta, checksum: safeChecksum(batch) } };
}

/**
 * What the builder compares when it loads a batch: keccak256 of the keys and values of each object, in the order of the
 * keys; the batch's name does not count, nor the checksum itself.
 */
export function safeChecksum(batch: { meta: object }): Hex {
  const meta: Record<string, unknown> = { ...batch.meta, name: null };
  delete meta["checksum"];
  return id(serialized({ ...batch, meta })) as Hex;
}

function serialized(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(serialized).join(",")}]`;
  if (typeof value !== "object" || value === null) return JSON.stringify(value ?? null);
  const fields = value as Record<string, unknown>;
  const keys = Object.keys(fields).sort();
  return `{${JSON.stringify(keys)}${keys.map((key) => `${serialized(fields[key])},`).join("")}}`;
}

function transactionOf({ to, data, fragment, args }: SafeTransaction): object {
  const { name, inputs, payable } = fragment;
  const values = inputs.map((input, index) => [nameOf(input, index), textOf(args[index] ?? "")]);
  return {
    to: getAddress(to),
    value: "0",
    data,
    contractMethod: { inputs: inputs.map(inputOf), name, payable },
    contractInputsValues: Object.fromEntries(values) as Record<string, string>,
  };
}

interface ContractInput {
  internalType: string;
  name: string;
  type: string;
  components?: ContractInput[];
}

function inputOf(input: ParamType, index: number): ContractInput {
  const { type, components } = JSON.parse(input.format("json")) as { type: string; components?: unknown[] };
  const fields = components && tupleOf(input).map(inputOf);
  return { internalType: type, name: nameOf(input, index), type, ...(fields && { components: fields }) };
}

/** Fields of a tuple, or of the tuples of a list. */
function tupleOf({ arrayChildren, components }: ParamType): readonly ParamType[] {
  return arrayChildren === null ? (components ?? []) : tupleOf(arrayChildren);
}

function nameOf({ name }: ParamType, index: number): string {
  return name === "" ? index.toString() : name;
}

/** A value as a person would type it into the builder: a list as JSON. */
function textOf(value: AbiValue): string {
  return typeof value === "object" ? JSON.stringify(value, asText) : value.toString();
}

function asText(_: string, value: unknown): unknown {
  return typeof value === "bigint" ? value.toString() : value;
}
