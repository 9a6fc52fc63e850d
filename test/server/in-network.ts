import { writeFileSync } from 'node:fs';
import { setTimeout as pause } from 'node:timers/promises';
import { openNetworks } from '#server/kernel/network/networks.ts';
import type { SessionNetwork } from '#server/kernel/network/session-network.ts';
import { encodeAddress } from '#server/kernel/system/address.ts';
import * as libc from '#server/kernel/system/libc.ts';
import { linux } from '#server/kernel/system/linux.ts';
import { platformOf } from '#server/kernel/system/platform.ts';
import { reasonVariable } from '#server/process/private-command.mjs';

/**
 * A process for tests: opens a session's network and says in one line of JSON what can be done in it.
 *
 * `reach PORT…`: the answers to connecting to these ports of 127.0.0.1. `low-ports`: the answers to binding port 80, as a
 * student and as root. `churn LIMIT COUNT`: how many of COUNT networks, with a connection each that is not answered any
 * more, could be had one after the other while there may be LIMIT at once, where one that cannot be had is asked for again
 * after 10 ms; and how long the longest refusal took.
 */

const platform = platformOf('linux');
if (platform === null) throw new Error('There is a table for Linux.');
const AF_INET = 2;
const SOCK_STREAM = 1;
/** `ret #0` */
const dropEverything = Uint8Array.of(0x06, 0, 0, 0, 0, 0, 0, 0);
const at = (port: number): Buffer =>
  encodeAddress(platform, { family: 'AF_INET', address: '127.0.0.1', port, flowInfo: 0, scopeId: 0 });

const networks = openNetworks(platform, process.env[reasonVariable] ?? null);

function open(): SessionNetwork {
  const opened = networks.open(() => []);
  if (!opened.ok) throw new Error(opened.error.message);
  return opened.value;
}

/** What the kernel says, `0` or a name such as `ECONNREFUSED`. */
function withSocket(network: SessionNetwork, call: (fd: number) => number): string {
  network.enter();
  const fd = libc.socket(AF_INET, SOCK_STREAM, 0);
  const result = call(fd);
  libc.close(fd);
  return result < 0 ? libc.codeOfErrno(-result) : String(result);
}

function reach(ports: number[]): unknown {
  const network = open();
  const answers = ports.map((port) =>
    withSocket(network, (fd) => libc.connect(fd, at(port), at(port).length)),
  );
  return { network: network.describe(false), answers };
}

function lowPorts(): unknown {
  const network = open();
  const bindAs = (asRoot: boolean): string =>
    withSocket(network, (fd) => network.withPrivilege(asRoot, () => libc.bind(fd, at(80), at(80).length)));
  return { network: network.describe(true), answers: [bindAs(false), bindAs(true), bindAs(false)] };
}

async function churn(limit: number, count: number): Promise<unknown> {
  writeFileSync('/proc/sys/user/max_net_namespaces', String(limit));
  let opened = 0;
  let longestRefusalMs = 0;
  for (let asked = 0; opened < count && asked < 100 * count; asked++) {
    const beganMs = performance.now();
    const result = networks.open(() => []);
    if (!result.ok) {
      longestRefusalMs = Math.max(longestRefusalMs, performance.now() - beganMs);
      await pause(10);
      continue;
    }
    opened++;
    const network = result.value;
    const listener = libc.socket(AF_INET, SOCK_STREAM, 0);
    libc.bind(listener, at(65_000), at(65_000).length);
    libc.listen(listener, 1);
    const client = libc.socket(AF_INET, SOCK_STREAM, 0);
    libc.connect(client, at(65_000), at(65_000).length);
    // No answer ever arrives, so the kernel goes on sending long after `close`.
    linux?.attachFilter(client, dropEverything);
    libc.send(client, Buffer.from('Hello world'), 11, 0);
    for (const fd of [client, listener]) libc.close(fd);
    network.close();
  }
  return { opened, longestRefusalMs };
}

const [task, ...rest] = process.argv.slice(2);
const numbers = rest.map(Number);
const done =
  task === 'reach'
    ? reach(numbers)
    : task === 'low-ports'
      ? lowPorts()
      : await churn(numbers[0] ?? 0, numbers[1] ?? 0);
process.stdout.write(`${JSON.stringify(done)}\n`);
