/** A device as the model knows it; keys, devices and owners are numbers, and a device has its first key's. */
interface ModelDevice {
  owner: number | undefined;
  key: number;
  pending: { key: number; effectiveAt: number } | undefined;
}

/** Who consents to a rotation. */
export type RotationMode = "both" | "old key" | "owner";

/**
 * What the registry must do with keys, written down a second time: every method makes the change and returns nothing,
 * or changes nothing and returns the name of the error.
 */
export class KeyModel {
  readonly devices = new Map<number, ModelDevice>();
  /** The device that each key is or was of. */
  readonly holders = new Map<number, number>();

  register(key: number, owner: number): string | undefined {
    const id = this.holders.get(key) ?? key;
    const device = this.devices.get(id);
    if (device?.owner !== undefined) return "DeviceRegistryAlreadyRegistered";
    if (device !== undefined && device.key !== key) return "DeviceRegistryWrongKey";
    this.devices.set(id, { owner, key, pending: undefined });
    this.holders.set(key, id);
    return undefined;
  }

  /** @param now the second of the request */
  rotate(
    id: number,
    { newKey, oldKey, mode, delay }: { newKey: number; oldKey: number; mode: RotationMode; delay: number },
    now: number,
  ): string | undefined {
    const device = this.#owned(id);
    if (this.holders.has(newKey)) return "DeviceRegistryKeyTaken";
    if (mode !== "owner" && oldKey !== device.key) return "DeviceRegistryWrongKey";
    if (mode === "both") {
      this.#setKey(id, newKey);
      return undefined;
    }
    if (mode === "old key" && device.pending !== undefined) return "DeviceRegistryRotationPending";
    device.pending = { key: newKey, effectiveAt: now + delay };
    return undefined;
  }

  complete(id: number, now: number): string | undefined {
    const pending = this.devices.get(id)?.pending;
    if (pending === undefined) return "DeviceRegistryNoRotation";
    if (now < pending.effectiveAt) return "DeviceRegistryRotationDelayed";
    if (this.holders.has(pending.key)) return "DeviceRegistryKeyTaken";
    this.#setKey(id, pending.key);
    return undefined;
  }

  cancel(id: number): string | undefined {
    const device = this.#owned(id);
    if (device.pending === undefined) return "DeviceRegistryNoRotation";
    device.pending = undefined;
    return undefined;
  }

  /** To nobody, if it is released. */
  pass(id: number, owner: number | undefined): void {
    const device = this.#owned(id);
    device.owner = owner;
    device.pending = undefined;
  }

  #setKey(id: number, key: number): void {
    const device = this.#owned(id);
    device.key = key;
    device.pending = undefined;
    this.holders.set(key, id);
  }

  #owned(id: number): ModelDevice {
    const device = this.devices.get(id);
    if (device?.owner === undefined) throw new Error(`device ${id} has no owner`);
    return device;
  }
}
