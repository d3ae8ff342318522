import { OpenDepinError } from "../../errors";
import { Column } from "../../flat/column";
import { formatAddress, formatWord } from "../../flat/format";
import { KeyedRows } from "../../flat/keyed-rows";
import { newWord, type Word, WORD_BYTES } from "../../flat/word";
import { type Address, type Hex, writeHex, ZERO_ADDRESS } from "../../hex";
import type { DeviceState, DeviceStatus } from "./device-state";
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
 * 70 bytes a device and 70 an account.
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
  readonly #suspensions = new Suspensions();
  /** Rows (account, its default payee). */
  readonly #accounts = new KeyedRows(2);
  readonly #programs = new Map<number, number>();
  readonly #word = newWord();

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
        this.#programs.set(event.kind, event.program);
        break;
      case "registered":
        this.#register(event);
        break;
      case "transferred":
        this.#transfer(event);
        break;
      case "payee-set":
        this.#payees.set(this.#rowOf(event.device), this.#account(event.payee));
        break;
      case "default-payee-set":
        this.#setDefaultPayee(event);
        break;
      case "suspended":
        this.#suspensions.add(this.#rowOf(event.device), event);
        break;
      case "lifted":
        this.#suspensions.lift(this.#rowOf(event.device), event.untilEpoch);
        break;
    }
  }

  /** A device's state in an epoch, as the registry's `stateAt` answers. */
  stateOf(device: Word, epoch: number): DeviceState {
    const row = this.#devices.find(device);
    return row < 0 ? NEVER_ONBOARDED : this.stateAt(row, epoch);
  }

  /** State in an epoch of the device in a row; rows are numbered from 0, in the order of first onboarding. */
  stateAt(row: number, epoch: number): DeviceState {
    const kind = this.#kinds.at(row);
    const owner = this.#owners.at(row);
    return {
      owner: this.#addressOf(owner),
      payee: owner === NOBODY ? ZERO_ADDRESS : this.#payeeAt(row, owner),
      kind,
      program: this.#programs.get(kind) ?? 0,
      maker: this.#makers.at(row),
      status: this.#statusAt(row, epoch),
    };
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
    if (!this.#programs.has(kind)) throw incomplete(`device ${device} is of kind ${kind}`, "the kind");
    this.#read(device, 0);
    const row = this.#devices.findOrAppend(this.#word);
    if (row === this.#owners.length) this.#append();
    this.#owners.set(row, this.#account(owner));
    this.#kinds.set(row, kind);
    this.#makers.set(row, maker);
    this.#registeredEpochs.set(row, epoch);
  }

  #append(): void {
    for (const column of [this.#owners, this.#payees, this.#kinds, this.#makers, this.#registeredEpochs]) {
      column.push(0);
    }
  }

  /** A payee that an owner chose ends with its ownership. */
  #transfer({ device, to }: EventOf<"transferred">): void {
    const row = this.#rowOf(device);
    this.#owners.set(row, this.#account(to));
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

  #rowOf(device: Hex): number {
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
