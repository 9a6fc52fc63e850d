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
  return [...found].map(({ 0: whole, 1: items = '', 2: language = '', 3: code = '', 4: prints = '', index }) => ({
    sentences: items.trimEnd().split('\n').map((item) => item.slice(2)),
    language,
    line: markdown.slice(0, index + whole.indexOf('```')).split('\n').length,
    code,
    prints: prints.trimEnd(),
  }));
}

export const proofs = proofsOf(proofsText);
export const sentences = proofs.flatMap((proof) => proof.sentences);
/** `` `loss#again`: … `` is of the Why of a stage; other items are explanations. */
export const ofStage = /^`([a-z-]+#[a-z0-9-]+)`: (.+)$/;

/** Explanations that say what a name means, as POSIX, Python or an RFC defines it, and claim nothing more. */
export const byDefinition: readonly string[] = ['The kernel has no memory left for this.','An ordinary program may not do what `setsockopt()` asks for.','The connection was aborted before the call could take it.','The kernel could not read an argument from memory.','No computer with that address can be reached from the network of this lab.','The network interface is switched off.','A socket of this kind cannot do this.','The protocol does not go with this type of socket.','There are no sockets of this type in this family.','This direction of the connection has ended already.','The host has no address of the family of this socket.','An argument is of the wrong type, which Python finds out before it asks the kernel.','The lookup found no address for this name.','The address of the host could not be turned into a name, or the name into an address.','This object has no method of that name.','The name has no value in this program.','The value has no item at this place.','There is no such key.','The value does not contain this.','There is not enough memory for what the call asks.','The memory of the bytes is in use in a way that does not allow this.','A number could not be calculated.','The name of the host has characters that cannot be part of one.','`recv()` failed, and the message above is all that is known of the reason.','Window probe: the receiver has no room, and this segment of 1 byte asks whether that has changed.'];

/** Stages whose steps show all that their Why says of behaviour. */
export const shownBySteps: readonly string[] = ['address-in-use#restart','blocking#accept','blocking#silence','blocking#bytes','blocking#timeout','blocking#nonblocking','echo#connect','echo#send','echo#back','echo#end','echo#before-accept','echo#accept-at-once','end-of-stream#nothing-yet','end-of-stream#words-and-end','end-of-stream#end','end-of-stream#first-send','end-of-stream#second-send','full-queue#room','half-close#shutdown','half-close#answer','half-close#too-late','half-close#other-half','handshake#listen','handshake#connect','handshake#accept','handshake#same-port','handshake#bytes','in-order#hole','in-order#read','loss#send','loss#heal','names#hostname','names#other-loopback','names#every-address','names#foreign','nobody-listens#refused','nobody-listens#bound','nobody-listens#listener-closed','ports#zero','ports#eighty-as-root','ports#seventy-thousand','ports#two-arguments','sent-is-not-read#unaccepted','sent-is-not-read#read','sent-is-not-read#reset','stream#two-sends','stream#one-recv','stream#pieces','stream#many','two-clients#second','two-clients#unheard','two-clients#served','two-clients#one-port','wrong-order#no-listen','wrong-order#recv-on-listener','wrong-order#recv-first','wrong-order#send-first','wrong-order#no-bind','wrong-order#bind-late'];
