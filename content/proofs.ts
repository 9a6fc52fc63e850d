import { readFileSync } from 'node:fs';
import { join } from 'node:path';
export const proofsFile = 'proofs.md';
export const proofsText = readFileSync(join(import.meta.dirname, proofsFile), 'utf8');

/** What the items above a fence say, and the fence that shows it. */
interface Proof {
  readonly sentences: readonly string[];
  readonly language: string;
  /** Of the fence, 1-based. */
  readonly line: number;
  readonly code: string;
  /** The `text` fence below a snippet of Python. */
  readonly prints: string;
}

function proofsOf(markdown: string): Proof[] {
  const found = markdown.matchAll(/((?:^- .+\n)+)\n^```(\w+)\n([^]*?)^```\n(?:\n^```text\n([^]*?)^```\n)?/gm);
  return [...found].map(
    ({ 0: whole, 1: items = '', 2: language = '', 3: code = '', 4: prints = '', index }) => ({
      sentences: items
        .trimEnd()
        .split('\n')
        .map((item) => item.slice(2)),
      language,
      line: markdown.slice(0, index + whole.indexOf('```')).split('\n').length,
      code,
      prints: prints.trimEnd(),
    }),
  );
}

export const proofs = proofsOf(proofsText);
export const sentences = proofs.flatMap((proof) => proof.sentences);
/** `` `loss#again`: … `` is of the Why of a stage; other items are explanations. */
export const ofStage = /^`([a-z-]+#[a-z0-9-]+)`: (.+)$/;
/** `` `port-is-text`: … `` is the reason that a row of the table of errors gives. */
export const ofSituation = /^`([a-z0-9-]+)`: (.+)$/;

/** Rows that a name of POSIX or Python alone leads to, and whose reason says what that name means. */
export const situationsByDefinition: readonly string[] = [
  'interrupted',
  'no-memory',
  'not-allowed',
  'aborted-before-accept',
  'argument-not-read',
  'unreachable',
  'interface-off',
  'flag-not-supported',
  'protocol-of-another-type',
  'unknown-type',
  'address-of-another-family',
  'wrong-type',
  'impossible-value',
  'no-such-method',
  'no-such-name',
  'no-such-item',
  'no-such-key',
  'not-contained',
  'too-many-bytes',
  'bytes-in-use',
  'number-not-calculated',
  'no-address-found',
  'no-name-found',
  'name-not-encoded',
  'timed-out',
  'reset',
  'broken-pipe',
  'not-connected',
  'in-use-outside',
  'in-use-for-connection',
  'forbidden-by-policy',
];

/** Explanations that say what a name means, as POSIX, Python or an RFC defines it, and claim nothing more. */
export const byDefinition: readonly string[] = [
  '`recv()` failed, and the message above is all that is known of the reason.',
  'Window probe: the receiver has no room, and this segment of 1 byte asks whether that has changed.',
];

/** Stages whose steps show all that their Why says of behaviour. */
export const shownBySteps: readonly string[] = [
  'address-in-use#restart',
  'blocking#accept',
  'blocking#silence',
  'blocking#bytes',
  'blocking#timeout',
  'blocking#nonblocking',
  'echo#connect',
  'echo#send',
  'echo#back',
  'echo#end',
  'echo#before-accept',
  'echo#accept-at-once',
  'end-of-stream#nothing-yet',
  'end-of-stream#words-and-end',
  'end-of-stream#end',
  'end-of-stream#first-send',
  'end-of-stream#second-send',
  'full-queue#room',
  'half-close#shutdown',
  'half-close#answer',
  'half-close#too-late',
  'half-close#other-half',
  'handshake#listen',
  'handshake#connect',
  'handshake#accept',
  'handshake#same-port',
  'handshake#bytes',
  'in-order#hole',
  'in-order#read',
  'loss#send',
  'loss#heal',
  'names#hostname',
  'names#other-loopback',
  'names#every-address',
  'names#foreign',
  'nobody-listens#refused',
  'nobody-listens#bound',
  'nobody-listens#listener-closed',
  'ports#zero',
  'ports#eighty-as-root',
  'ports#seventy-thousand',
  'ports#two-arguments',
  'sent-is-not-read#unaccepted',
  'sent-is-not-read#read',
  'sent-is-not-read#reset',
  'stream#two-sends',
  'stream#one-recv',
  'stream#pieces',
  'stream#many',
  'two-clients#second',
  'two-clients#unheard',
  'two-clients#served',
  'two-clients#one-port',
  'wrong-order#no-listen',
  'wrong-order#recv-on-listener',
  'wrong-order#recv-first',
  'wrong-order#send-first',
  'wrong-order#no-bind',
  'wrong-order#bind-late',
];
