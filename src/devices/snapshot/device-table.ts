import { OpenDepinError } from "../../errors";
import { Column } from "../../flat/column";
import { formatAddress, formatWord } from "../../flat/format";
import { KeyedRows } from "../../flat/keyed-rows";
import { newWord, type Word, WORD_BYTES } from "../../flat/word";
import { type Address, type Hex, writeHex, ZERO_ADDRESS } from "../../hex";
import type { DeviceState, DeviceStatus } from "./device-state";
import { Kinds } from "./kinds";
import type { RegistryEvent } from "./registry-event";
import { type Suspension, Suspensions } from "./suspensions";

const ADDRESS_BYTES = 20;
const ADDRESS_PADDING = WORD_BYTES - ADDRESS_BYTES;
/** Stands for no account in a column of accounts, which holds row numbers + 1. */
const NOBODY = 0;

const NEVER_ONBOARDED: DeviceState = {
  owner: ZERO_ADDRESS,
  payee: ZERO_ADDRESS,
  kind: 0,
  program: 0,
  maker: 0,
  status: "unknown",
};

type EventOf<Type extends RegistryEvent["type"]> = Extract<RegistryEvent, { type: Type }>;

/**
 * Every device that was ever onboarded, folded from the registries' events: columns of numbers in flat memory, about
 * 75 bytes a device and 70 an account.
 *
 * It knows all suspensions, of which the chain's own state keeps the last one only: it answers for past epochs too.
 */
export class DeviceTable {
  readonly #devices = new KeyedRows(1);
  readonly #owners = new Column();
  readonly #payees = new Column();
  readonly #kinds = new Column();
  readonly #makers = new Column();
  readonly #registeredEpochs = new Column();
  /** Numbers of the acquisitions by which the devices' owners became that. */
  readonly #acquisitionOf = new Column();
  readonly #suspensions = new Suspensions();
  /** Rows (account, its default payee). */
  readonly #accounts = new KeyedRows(2);
  readonly #catalogue = new Kinds();
  readonly #word = newWord();
  #acquisitions = 0;

  /** Number of devices that were ever onboarded, the released ones among them. */
  get length(): number {
    return this.#devices.length;
  }

  /**
   * Takes the next event; events come in the order of the chain.
   *
   * @throws OpenDepinError `EVENTS_INCOMPLETE` when the event is about a device or kind that no event before it named.
   */
  apply(event: RegistryEvent): void {
    switch (event.type) {
      case "kind-added":
        this.#catalogue.add(event);
        break;
      case "required-bond-set":
        if (!this.#catalogue.setBond(event))
          throw incomplete(`a bond was set for kind ${event.kind}`, "the kind");
        break;
      case "registered":
        this.#register(event);
        break;
      case "transferred":
        this.#transfer(event);
        break;
      case "payee-set":
        this.#payees.set(this.#knownRow(event.device), this.#account(event.payee));
        break;
      case "default-payee-set":
        this.#setDefaultPayee(event);
        break;
      case "suspended":
        this.#suspensions.add(this.#knownRow(event.device), event);
        break;
      case "lifted":
        this.#suspensions.lift(this.#knownRow(event.device), event.untilEpoch);
        break;
    }
  }

  /** A device's state in an epoch, as the registry's `stateAt` answers. */
  stateOf(device: Word, epoch: number): DeviceState {
    return this.stateAt(this.rowOf(device), epoch);
  }

  /** Row of a device, or -1; rows are numbered from 0, in the order of first onboarding. */
  rowOf(device: Word): number {
    return this.#devices.find(device);
  }

  /** State in an epoch of the device in a row; of no device if there is no such row. */
  stateAt(row: number, epoch: number): DeviceState {
    if (row < 0) return NEVER_ONBOARDED;
    const kind = this.#kinds.at(row);
    const owner = this.#owners.at(row);
    return {
      owner: this.#addressOf(owner),
      payee: owner === NOBODY ? ZERO_ADDRESS : this.#payeeAt(row, owner),
      kind,
      program: this.#catalogue.programOf(kind),
      maker: this.#makers.at(row),
      status: this.#statusAt(row, epoch),
    };
  }

  /** What the device in a row needs behind it at a time: its kind's required bond, in base units. */
  requiredBondAt(row: number, time: number): bigint {
    return this.#catalogue.requiredBondOf(this.#kinds.at(row), time);
  }

  /** Whether devices of any kind need a bond at a time. */
  requireBonds(time: number): boolean {
    return this.#catalogue.requireBonds(time);
  }

  /** Copies the owner of the device in a row into a word; false if it has none. */
  copyOwner(row: number, into: Word): boolean {
    const owner = this.#owners.at(row);
    if (owner === NOBODY) return false;
    const start = (owner - 1) * this.#accounts.rowBytes;
    into.bytes.set(this.#accounts.bytes.subarray(start, start + WORD_BYTES));
    return true;
  }

  /**
   * Rows in the order in which the devices' present owners acquired them, the earliest first. A transfer to whoever is
   * the owner already acquires nothing.
   */
  inOrderOfAcquisition(rows: Iterable<number>): Uint32Array {
    return Uint32Array.from(rows).sort(
      (left, right) => this.#acquisitionOf.at(left) - this.#acquisitionOf.at(right),
    );
  }

  /** All suspensions of the device in a row, the last one first; of a lifted one what remained of it. */
  suspensionsAt(row: number): Suspension[] {
    return this.#suspensions.of(row);
  }

  /** Id of the device in a row. */
  deviceAt(row: number): Hex {
    return formatWord(this.#devices.bytes, row * WORD_BYTES);
  }

  /** The devices in the order of first onboarding, each with its state in an epoch. */
  *states(epoch: number): Generator<DeviceState & { device: Hex }, void, undefined> {
    for (let row = 0; row < this.length; row++) {
      yield { device: this.deviceAt(row), ...this.stateAt(row, epoch) };
    }
  }

  #register({ device, owner, kind, maker, epoch }: EventOf<"registered">): void {
    if (!this.#catalogue.has(kind)) throw incomplete(`device ${device} is of kind ${kind}`, "the kind");
    this.#read(device, 0);
    const row = this.#devices.findOrAppend(this.#word);
    if (row === this.#owners.length) this.#append();
    this.#acquire(row, this.#account(owner));
    this.#kinds.set(row, kind);
    this.#makers.set(row, maker);
    this.#registeredEpochs.set(row, epoch);
  }

  #append(): void {
    const numbers = [this.#kinds, this.#makers, this.#registeredEpochs, this.#acquisitionOf];
    for (const column of [this.#owners, this.#payees, ...numbers]) column.push(0);
  }

  #acquire(row: number, owner: number): void {
    if (this.#owners.at(row) === owner) return;
    this.#owners.set(row, owner);
    this.#acquisitionOf.set(row, ++this.#acquisitions);
  }

  /** A payee that an owner chose ends with its ownership. */
  #transfer({ device, to }: EventOf<"transferred">): void {
    const row = this.#knownRow(device);
    this.#acquire(row, this.#account(to));
    this.#payees.set(row, NOBODY);
  }

  #setDefaultPayee({ owner, payee }: EventOf<"default-payee-set">): void {
    const row = this.#account(owner) - 1;
    this.#read(payee, ADDRESS_PADDING);
    this.#accounts.bytes.set(this.#word.bytes, row * this.#accounts.rowBytes + WORD_BYTES);
  }

  #payeeAt(row: number, owner: number): Address {
    const payee = this.#payees.at(row);
    if (payee !== NOBODY) return this.#addressOf(payee);
    const start = (owner - 1) * this.#accounts.rowBytes + WORD_BYTES;
    const ownersDefault = formatAddress(this.#accounts.bytes, start);
    return ownersDefault === ZERO_ADDRESS ? this.#addressOf(owner) : ownersDefault;
  }

  #statusAt(row: number, epoch: number): DeviceStatus {
    if (this.#owners.at(row) === NOBODY) return "released";
    if (epoch < this.#registeredEpochs.at(row)) return "unknown";
    return this.#suspensions.includes(row, epoch) ? "suspended" : "active";
  }

  #addressOf(account: number): Address {
    if (account === NOBODY) return ZERO_ADDRESS;
    return formatAddress(this.#accounts.bytes, (account - 1) * this.#accounts.rowBytes);
  }

  #knownRow(device: Hex): number {
    this.#read(device, 0);
    const row = this.#devices.find(this.#word);
    if (row < 0) throw incomplete(`an event is about device ${device}`, "its onboarding");
    return row;
  }

  /** An address's number in the columns of accounts. */
  #account(address: Address): number {
    if (address === ZERO_ADDRESS) return NOBODY;
    this.#read(address, ADDRESS_PADDING);
    return this.#accounts.findOrAppend(this.#word) + 1;
  }

  #read(hex: Hex, padding: number): void {
    this.#word.bytes.fill(0, 0, padding);
    if (!writeHex(hex, this.#word.bytes, padding, WORD_BYTES - padding)) {
      throw new OpenDepinError("EVENT_MALFORMED", `an event of the registry names ${hex}`);
    }
  }
}

function incomplete(fact: string, missing: string): OpenDepinError {
  return new OpenDepinError(
    "EVENTS_INCOMPLETE",
    `${fact}, but the events read do not have ${missing}; start at the registry's first block, from a node that has all logs`,
  );
}
