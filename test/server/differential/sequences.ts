import { randomFrom } from '#test/server/fuzz-messages.ts';

/** A line: the names before `=`, or none, and what stands behind it. */
export interface Line {
  readonly targets: string;
  readonly expression: string;
}

/** How far the generator believes that a socket has come; the kernel may see it otherwise. */
type Role = 'fresh' | 'bound' | 'listening' | 'connected' | 'closed';

const ports = [5000, 5001, 5002];
const oddValues = [
  'None',
  '5',
  '-1',
  '0',
  'True',
  '1.5',
  "'x'",
  "b'x'",
  "('127.0.0.1', 5000)",
  '(1, 2)',
  '[1]',
  '2147483647',
  '2147483648',
  '-2147483649',
  '1000000000000000000000000000000',
  'AF_INET',
  'SOCK_STREAM',
  "''",
  'NAMED',
  'HOST',
] as const;
const oddHosts = [
  "'127.0.0.1'",
  "'127.0.0.1'",
  'HOST',
  "'localhost'",
  "'LOCALHOST'",
  "''",
  "'127.1'",
  "'0.0.0.0'",
  "'::1'",
  "'256.1.1.1'",
  "'a..b'",
  "'.a'",
  "'a.'",
  "'a b'",
  "'no-such-host'",
  "'<broadcast>'",
  "'192.0.2.1'",
  "b'127.0.0.1'",
  'None',
  '5',
  "'a\\0b'",
  "'127.0.0.1 '",
  "'0x7f.1'",
  "'ü'",
  "'ü..b'",
  "'1.2.3.4.5'",
] as const;
const oddPorts = [
  '5000',
  '5001',
  '5002',
  '0',
  '80',
  '65535',
  '65536',
  '-1',
  "'5000'",
  'None',
  '1.0',
  'True',
] as const;
const timeouts = [
  'None',
  '0',
  '0.01',
  '0.02',
  '0.01',
  '0.0',
  '-1',
  "'x'",
  '1e10',
  '1e300',
  'True',
  '1000000000000000000000000000000',
] as const;
/** Left out: options by which the lab drops segments, and SO_RCVLOWAT (see `differences.ts`). */
const options = {
  SOL_SOCKET: [
    1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 19, 20, 21, 25, 29, 30, 32, 36, 38, 39, 99,
  ],
  IPPROTO_TCP: [1, 2, 4, 5, 6, 7, 8, 9, 10, 12, 14, 15, 16, 17, 18, 19, 20, 22, 25, 99],
  IPPROTO_IPV6: [1, 16, 26, 62, 99],
  '0': [1, 2, 3, 5, 6, 8, 10, 11, 14, 15, 19, 22, 99],
  '77': [1],
} as const;
const optionNames = [
  'SOL_SOCKET, SO_REUSEADDR',
  'SOL_SOCKET, SO_REUSEPORT',
  'SOL_SOCKET, SO_KEEPALIVE',
  'SOL_SOCKET, SO_RCVBUF',
  'SOL_SOCKET, SO_SNDBUF',
  'SOL_SOCKET, SO_ERROR',
  'SOL_SOCKET, SO_TYPE',
  'SOL_SOCKET, SO_ACCEPTCONN',
  'SOL_SOCKET, SO_LINGER',
  'IPPROTO_TCP, TCP_NODELAY',
  'IPPROTO_TCP, TCP_MAXSEG',
  'IPPROTO_TCP, TCP_KEEPIDLE',
  'IPPROTO_TCP, TCP_KEEPINTVL',
  'IPPROTO_TCP, TCP_KEEPCNT',
  'IPPROTO_IPV6, IPV6_V6ONLY',
  'SOL_SOCKET, TCP_NODELAY',
] as const;
const flags = [
  '',
  '',
  '',
  ', MSG_PEEK',
  ', MSG_DONTWAIT',
  ', 0',
  ", 'x'",
  ', MSG_DONTWAIT | MSG_PEEK',
] as const;
const methods = [
  'setsockopt',
  'getsockopt',
  'settimeout',
  'gettimeout',
  'setblocking',
  'bind',
  'listen',
  'accept',
  'connect',
  'connect_ex',
  'send',
  'sendall',
  'sendto',
  'recv',
  'recvfrom',
  'shutdown',
  'close',
  'fileno',
  'getsockname',
  'getpeername',
] as const;
const sizes = [
  '1',
  '3',
  '10',
  '1024',
  '1024',
  '65536',
  '100000',
  '1000000',
  '0',
  '-1',
  '1.5',
  'None',
] as const;

/** Writes one sequence; the same seed writes the same. */
class Author {
  readonly #random: () => number;
  readonly lines: Line[] = [];
  readonly #roles = new Map<string, Role>();
  readonly #pairs = new Set<string>();
  #next = 0;

  constructor(seed: number) {
    this.#random = randomFrom(seed);
  }

  #pick<Item>(items: readonly Item[]): Item {
    const item = items[Math.floor(this.#random() * items.length)];
    if (item === undefined) throw new Error('Nothing to pick from.');
    return item;
  }

  #chance(share: number): boolean {
    return this.#random() < share;
  }

  #add(targets: string, expression: string): void {
    this.lines.push({ targets, expression });
  }

  /** Mostly a new name; now and then one that holds something already. */
  #name(base: string): string {
    const known = [...this.#roles.keys()];
    return known.length > 0 && this.#chance(0.12) ? this.#pick(known) : `${base}${String(++this.#next)}`;
  }

  #is(...roles: readonly Role[]): string[] {
    return [...this.#roles].flatMap(([name, role]) => (roles.includes(role) ? [name] : []));
  }

  write(length: number): readonly Line[] {
    this.#add('HOST', "'127.0.0.1'");
    this.#add('NAMED', "b'named' b' bytes'");
    if (this.#chance(0.1)) this.#add('', `setdefaulttimeout(${this.#pick(timeouts)})`);
    if (this.#chance(0.85)) this.#listen();
    while (this.lines.length < length) this.#step();
    return this.lines;
  }

  #listen(): void {
    const name = this.#name('s');
    this.#open(name);
    if (this.#chance(0.2)) this.#add('', `${name}.settimeout(${this.#pick(['0.01', '0', 'None'])})`);
    this.#add(
      '',
      `${name}.bind((${this.#chance(0.5) ? 'HOST' : "'127.0.0.1'"}, ${String(this.#pick(ports))}))`,
    );
    this.#add('', `${name}.listen(${this.#pick(['', '', '1', '0', '-1', '5'])})`);
    this.#roles.set(name, 'listening');
    if (this.#chance(0.8)) this.#connect();
  }

  #open(name: string): void {
    const args = this.#chance(0.75)
      ? this.#pick(['', 'AF_INET, SOCK_STREAM', 'AF_INET'])
      : this.#pick([
          'AF_INET6',
          'AF_INET, SOCK_DGRAM',
          'AF_INET, SOCK_STREAM | SOCK_NONBLOCK',
          '99',
          'AF_INET, SOCK_STREAM, 17',
          "'x'",
          'None',
          '-1, -1, -1',
          'AF_INET6, SOCK_STREAM, 6',
          '2, 1, 0, None, 5',
        ]);
    this.#add(name, `socket(${args})`);
    this.#roles.set(name, 'fresh');
  }

  #connect(): void {
    const name = this.#name('c');
    this.#open(name);
    if (this.#chance(0.25)) this.#add('', `${name}.settimeout(${this.#pick(timeouts)})`);
    this.#add('', `${name}.connect${this.#chance(0.2) ? '_ex' : ''}((HOST, ${String(this.#pick(ports))}))`);
    this.#roles.set(name, 'connected');
    const [listener] = this.#is('listening');
    if (listener !== undefined && this.#chance(0.8)) this.#accept(listener);
  }

  #accept(listener: string): void {
    const how = this.#random();
    if (how < 0.6) {
      const conn = this.#name('conn');
      this.#add(`${conn}, ${this.#pick(['addr', '_', 'addr'])}`, `${listener}.accept()`);
      this.#roles.set(conn, 'connected');
    } else if (how < 0.75) {
      const pair = this.#name('pair');
      this.#add(pair, `${listener}.accept()`);
      this.#roles.delete(pair);
      this.#pairs.add(pair);
    } else if (how < 0.85) this.#add('', `${listener}.accept()`);
    else if (how < 0.95) this.#add(this.#pick(['_, addr', '_', 'a, b, c', 'addr']), `${listener}.accept()`);
    else this.#add('', `${listener}.accept(${this.#pick(oddValues)})`);
  }

  #step(): void {
    const what = this.#random();
    const connected = this.#is('connected');
    if (what < 0.38 && connected.length > 0) this.#transfer(this.#pick(connected));
    else if (what < 0.46) this.#connect();
    else if (what < 0.5) this.#listen();
    else if (what < 0.56 && this.#is('listening').length > 0) this.#accept(this.#pick(this.#is('listening')));
    else if (what < 0.59) this.#datagrams();
    else if (what < 0.62) this.#ask();
    else if (what < 0.67) this.#poll();
    else if (what < 0.72) this.#names();
    else if (what < 0.78 && this.#roles.size > 0) this.#end();
    else if (what < 0.82 && this.#pairs.size > 0) this.#pairCall();
    else if (this.#roles.size > 0) this.#odd();
    else this.#open(this.#name('s'));
  }

  #bytes(): string {
    return this.#pick([
      "b'Hello'",
      "b'x' * 10",
      "b''",
      'NAMED',
      "'text'.encode()",
      "b'ab' * 3",
      "b'x' * 20000",
      "b'x' * 100000",
      "b'x' * 3000000",
      'NAMED * 2',
    ]);
  }

  #transfer(name: string): void {
    const what = this.#random();
    if (what < 0.15) this.#add('', `${name}.settimeout(${this.#pick(timeouts)})`);
    else if (what < 0.2)
      this.#add('', `${name}.setblocking(${this.#pick(['False', 'True', '0', '1', "'x'", '1.0'])})`);
    else if (what < 0.45)
      this.#add('', `${name}.send${this.#chance(0.5) ? 'all' : ''}(${this.#bytes()}${this.#pick(flags)})`);
    else if (what < 0.5)
      this.#add(
        '',
        `${name}.sendto(${this.#bytes()}${this.#pick(flags)}, (HOST, ${String(this.#pick(ports))}))`,
      );
    else if (what < 0.55)
      this.#add(this.#pick(['', 'data, addr']), `${name}.recvfrom(${this.#pick(sizes)}${this.#pick(flags)})`);
    else if (what < 0.85)
      this.#add(
        this.#pick(['', '', 'data']),
        `${name}.recv(${this.#pick(sizes)}${this.#pick([...flags, ', MSG_WAITALL'])})`,
      );
    else if (what < 0.92)
      this.#add('', `${name}.shutdown(${this.#pick(['SHUT_WR', 'SHUT_RD', 'SHUT_RDWR', '5', "'x'", '-1'])})`);
    else
      this.#add(
        this.#pick(['', 'text']),
        this.#pick(['data.decode()', 'data[0]', 'data.recv(1)', 'data.encode()']),
      );
  }

  /** Two sockets for datagrams, and what goes from one to the other. */
  #datagrams(): void {
    const [from, to] = [this.#name('u'), this.#name('v')];
    const port = this.#pick(ports);
    for (const name of [from, to]) {
      this.#add(name, 'socket(AF_INET, SOCK_DGRAM)');
      this.#roles.set(name, 'fresh');
      if (this.#chance(0.7)) this.#add('', `${name}.settimeout(${this.#pick(['0.01', '0.02', '0'])})`);
    }
    this.#add('', `${to}.bind((HOST, ${String(port)}))`);
    const bytes = () => this.#pick(["b'one'", "b''", "b'x' * 3000", "b'x' * 70000", 'NAMED', "'text'"]);
    for (let sent = this.#pick([1, 2, 3]); sent > 0; sent -= 1)
      this.#add('', `${from}.sendto(${bytes()}${this.#pick(flags)}, (HOST, ${String(port)}))`);
    for (let received = this.#pick([1, 2, 3]); received > 0; received -= 1)
      this.#add(
        this.#pick(['', 'data, addr', 'data']),
        `${to}.recvfrom(${this.#pick(['10', '1024', '65536', '2', '0', '-1'])}${this.#pick(flags)})`,
      );
    if (this.#chance(0.5)) this.#add('', `${to}.sendto(b'back', addr)`);
    if (this.#chance(0.5)) this.#add('', `${from}.recvfrom(1024, MSG_DONTWAIT)`);
  }

  #ask(): void {
    const names = [...this.#roles.keys(), 'addr', 'HOST', 'unbound'];
    const name = this.#pick(names);
    this.#add(
      '',
      `${name}.${this.#pick(['getsockname', 'getpeername', 'fileno', 'gettimeout'])}(${this.#chance(0.1) ? this.#pick(oddValues) : ''})`,
    );
  }

  #poll(): void {
    const names = [...this.#roles.keys()];
    if (names.length === 0) return;
    const entry = () =>
      `(${this.#chance(0.93) ? this.#pick(names) : this.#pick(oddValues)}, ${this.#chance(0.9) ? this.#pick(['POLLIN', 'POLLOUT', 'POLLIN | POLLOUT', 'POLLERR', '0', '3']) : this.#pick(oddValues)})`;
    const entries = Array.from({ length: this.#pick([1, 1, 2, 3]) }, entry).join(', ');
    this.#add(
      '',
      `poll([${entries}], ${this.#pick(['0', '0', '5', '10', '10.5', '-1', 'None', "'x'", '1e300', '10000000000', 'True'])})`,
    );
  }

  #names(): void {
    const what = this.#random();
    if (what < 0.4) this.#add('', `gethostbyname(${this.#pick(oddHosts)})`);
    else if (what < 0.85)
      this.#add(
        '',
        `getaddrinfo(${this.#pick(oddHosts)}, ${this.#pick(oddPorts)}${this.#pick(['', '', ', AF_INET', ', AF_INET6', ', 0, SOCK_STREAM', ', AF_UNSPEC, SOCK_DGRAM', ', 0, 0, 6', ', 0, SOCK_STREAM, 17', ', 0, SOCK_RAW', ', 99', ', 0, 99', ", 'x'", ', 0, SOCK_STREAM, 0, AI_PASSIVE'])})`,
      );
    else if (what < 0.95)
      this.#add(
        '',
        this.#pick([
          'getdefaulttimeout()',
          'setdefaulttimeout()',
          'gethostname(1)',
          'getdefaulttimeout(1)',
          'gethostbyname()',
          'getaddrinfo()',
          "getaddrinfo('a')",
        ]),
      );
    else this.#add('', `setdefaulttimeout(${this.#pick(timeouts)})`);
  }

  #end(): void {
    const name = this.#pick([...this.#roles.keys()]);
    const what = this.#random();
    if (what < 0.5) {
      this.#add('', `${name}.close(${this.#chance(0.15) ? this.#pick(oddValues) : ''})`);
      this.#roles.set(name, 'closed');
    } else if (what < 0.7) {
      this.#add(name, 'None');
      this.#roles.delete(name);
    } else if (what < 0.85) {
      this.#add('alias', name);
      this.#roles.set('alias', this.#roles.get(name) ?? 'fresh');
    } else
      this.#add(
        '',
        `${name}.setsockopt(SOL_SOCKET, SO_LINGER, b'\\1\\0\\0\\0${this.#pick(['\\0', '\\1'])}\\0\\0\\0')`,
      );
  }

  #pairCall(): void {
    const pair = this.#pick([...this.#pairs]);
    this.#add(
      '',
      this.#pick([
        `${pair}.recv(10)`,
        `${pair}[0].send(b'by part')`,
        `${pair}[0].fileno()`,
        `${pair}[1]`,
        `${pair}[0].recv(${this.#pick(sizes)}, MSG_DONTWAIT)`,
        `${pair}[2].recv(1)`,
        `${pair}[0].close()`,
        `${pair}.close(1)`,
      ]).replace(/^(\w+\[1\])$/, `getaddrinfo(HOST, 5000)`),
    );
    if (this.#chance(0.2)) {
      this.#add(pair, 'None');
      this.#pairs.delete(pair);
    }
  }

  /** A method with arguments that are seldom right. */
  #odd(): void {
    const name = this.#pick([...this.#roles.keys()]);
    const method = this.#pick(methods);
    this.#add('', `${name}.${method}(${this.#argumentsOf(method)})`);
  }

  #argumentsOf(method: (typeof methods)[number]): string {
    if (this.#chance(0.15))
      return Array.from({ length: this.#pick([0, 1, 2, 3, 4]) }, () => this.#pick(oddValues)).join(', ');
    switch (method) {
      case 'bind':
      case 'connect':
      case 'connect_ex':
        return `(${this.#pick(oddHosts)}, ${this.#pick(oddPorts)}${this.#chance(0.1) ? ', 0, 0' : ''})`;
      case 'setsockopt':
        return this.#chance(0.5)
          ? `${this.#pick(optionNames)}, ${this.#pick(['0', '1', '100000', '-1', 'True', ...oddValues])}`
          : `${this.#numbered()}, ${this.#pick(['0', '1', '5'])}`;
      case 'getsockopt':
        return this.#chance(0.5)
          ? `${this.#pick(optionNames)}${this.#pick(['', '', ', 4', ', 8', ', -1', ', 2000'])}`
          : this.#numbered();
      case 'settimeout':
        return this.#pick(timeouts);
      case 'listen':
        return this.#pick(['', '1', '0', '-5', "'1'", 'None', '2147483648']);
      case 'send':
      case 'sendall':
        return this.#chance(0.6) ? this.#bytes() : this.#pick(oddValues);
      case 'sendto':
        return `${this.#bytes()}${this.#pick(flags)}, (${this.#pick(oddHosts)}, ${this.#pick(oddPorts)})`;
      case 'recv':
      case 'recvfrom':
        return this.#pick(sizes);
      default:
        return this.#chance(0.6) ? '' : this.#pick(oddValues);
    }
  }

  #numbered(): string {
    const level = this.#pick(['SOL_SOCKET', 'IPPROTO_TCP', 'IPPROTO_IPV6', '0', '77'] as const);
    return `${level}, ${String(this.#pick<number>(options[level]))}`;
  }
}

const shortest = 10;
const longest = 20;

/** The lines of a sequence: each has its number under a seed, and is the same whichever others are run. */
export function sequenceOf(seed: number, number: number): readonly Line[] {
  const own = (seed + Math.imul(number, 0x9e3779b1)) >>> 0;
  const length = shortest + Math.floor(randomFrom(own ^ 0x5bd1e995)() * (longest - shortest + 1));
  return new Author(own).write(length);
}

/** A line as it is typed. */
export function textOf({ targets, expression }: Line): string {
  return targets === '' ? expression : `${targets} = ${expression}`;
}
