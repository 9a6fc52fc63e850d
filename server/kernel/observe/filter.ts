/** Classic BPF (`linux/filter.h`): an array of `struct sock_filter`, made of the instructions that the lab needs. */

const instructionBytes = 8;

/** Drops the packet. */
const dropIt = 0;
/** Keeps all of it: a smaller number would cut it off. */
const keepAll = 0xffff_ffff;

/** Where a jump goes: so many instructions further than the next. */
interface Jump {
  readonly then: number;
  readonly otherwise: number;
}

type Instruction = readonly [code: number, then: number, otherwise: number, k: number];

/** A is the accumulator, X the index register, M a cell of scratch memory. */
export const bpf = {
  loadWord: (at: number): Instruction => [0x20, 0, 0, at],
  loadHalf: (at: number): Instruction => [0x28, 0, 0, at],
  loadByte: (at: number): Instruction => [0x30, 0, 0, at],
  /** A = the packet's length. */
  loadLength: (): Instruction => [0x80, 0, 0, 0],
  /** X = M[cell] */
  loadIndexFrom: (cell: number): Instruction => [0x61, 0, 0, cell],
  /** M[cell] = A */
  store: (cell: number): Instruction => [0x02, 0, 0, cell],
  /** X = A */
  copyToIndex: (): Instruction => [0x07, 0, 0, 0],
  and: (k: number): Instruction => [0x54, 0, 0, k],
  multiply: (k: number): Instruction => [0x24, 0, 0, k],
  add: (k: number): Instruction => [0x04, 0, 0, k],
  shiftRight: (k: number): Instruction => [0x74, 0, 0, k],
  xor: (k: number): Instruction => [0xa4, 0, 0, k],
  /** A ^= X */
  xorIndex: (): Instruction => [0xac, 0, 0, 0],
  /** A -= X */
  subtractIndex: (): Instruction => [0x1c, 0, 0, 0],
  ifEqual: (k: number, { then, otherwise }: Jump): Instruction => [0x15, then, otherwise, k],
  ifAtLeast: (k: number, { then, otherwise }: Jump): Instruction => [0x35, then, otherwise, k],
  ifAnyOf: (k: number, { then, otherwise }: Jump): Instruction => [0x45, then, otherwise, k],
  keep: (bytes: number = keepAll): Instruction => [0x06, 0, 0, bytes],
  /** Keeps A bytes. */
  keepLoaded: (): Instruction => [0x16, 0, 0, 0],
  drop: (): Instruction => [0x06, 0, 0, dropIt],
} as const;

export function assemble(instructions: readonly Instruction[]): Buffer {
  const program = Buffer.alloc(instructions.length * instructionBytes);
  for (const [index, [code, then, otherwise, k]] of instructions.entries()) {
    const at = index * instructionBytes;
    program.writeUInt16LE(code, at);
    program.writeUInt8(then, at + 2);
    program.writeUInt8(otherwise, at + 3);
    program.writeUInt32LE(k >>> 0, at + 4);
  }
  return program;
}
