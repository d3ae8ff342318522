import { KERNEL_BASE64 } from "./kernel.generated";

// the part of the standard that is used here: the library compiles without the DOM's declarations
declare const WebAssembly: {
  Module: new (bytes: Uint8Array) => object;
  Instance: new (module: object) => { exports: unknown };
};

interface KernelExports {
  memory: { buffer: ArrayBuffer };
  STAGE: { value: number };
  STAGE_NODES: { value: number };
  PAIRS: { value: number };
  MAX_PAIRS: { value: number };
  STATE: { value: number };
  readonly hashRows: (count: number, rowBytes: number) => void;
  readonly hashPairs: (count: number) => void;
  readonly absorbBlocks: (count: number) => void;
}

/** The compiled kernel over its fixed memory; what each part means is said in kernel/keccak.ts. */
export interface Kernel {
  readonly stage: Uint8Array;
  readonly pairs: Uint32Array;
  readonly state: Uint8Array;
  readonly hashRows: (count: number, rowBytes: number) => void;
  readonly hashPairs: (count: number) => void;
  readonly absorbBlocks: (count: number) => void;
}

const STATE_BYTES = 400;

let instance: Kernel | undefined;

/** The kernel, compiled at the first call. Its memory is scratch: nothing survives from one call to the next. */
export function kernel(): Kernel {
  return (instance ??= instantiate());
}

function instantiate(): Kernel {
  const wasm = Uint8Array.from(atob(KERNEL_BASE64), (character) => character.charCodeAt(0));
  const exports = new WebAssembly.Instance(new WebAssembly.Module(wasm)).exports as KernelExports;
  const { buffer } = exports.memory;
  return {
    stage: new Uint8Array(buffer, exports.STAGE.value, exports.STAGE_NODES.value * 32),
    pairs: new Uint32Array(buffer, exports.PAIRS.value, exports.MAX_PAIRS.value * 2),
    state: new Uint8Array(buffer, exports.STATE.value, STATE_BYTES),
    hashRows: exports.hashRows,
    hashPairs: exports.hashPairs,
    absorbBlocks: exports.absorbBlocks,
  };
}
