import { readMachine } from '#server/process/machine-limits.ts';

/** A process for tests: prints, as JSON, what it reads of its machine. */
console.log(JSON.stringify(readMachine()));
