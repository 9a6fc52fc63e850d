import { expect, it } from 'vitest';
import { posixErrors, windowsErrors } from '#lib/lab/explain/error-numbers.ts';
import { explainCopied, explainErrorText } from '#lib/lab/explain/explain-error-text.ts';
import { readErrorText } from '#lib/lab/explain/read-error-text.ts';

it.each([
  [10_013, 'EACCES', 'PermissionError', 'SO_EXCLUSIVEADDRUSE'],
  [10_022, 'EINVAL', 'OSError', 'recvfrom'],
  [10_035, 'EAGAIN', 'BlockingIOError', 'EINPROGRESS'],
  [10_038, 'ENOTSOCK', 'OSError', 'EBADF'],
  [10_048, 'EADDRINUSE', 'OSError', 'SO_REUSEADDR'],
  [10_049, 'EADDRNOTAVAIL', 'OSError', "'0.0.0.0'"],
  [10_053, 'ECONNABORTED', 'ConnectionAbortedError', 'EPIPE'],
  [10_054, 'ECONNRESET', 'ConnectionResetError', 'FIN'],
  [10_056, 'EISCONN', 'OSError', null],
  [10_057, 'ENOTCONN', 'OSError', 'EPIPE'],
  [10_060, 'ETIMEDOUT', 'TimeoutError', 'firewall'],
  [10_061, 'ECONNREFUSED', 'ConnectionRefusedError', 'RST'],
] as const)(
  'knows WinError %i as %s, and what is otherwise on Windows',
  (number, code, exception, difference) => {
    for (const text of [
      `OSError: [WinError ${String(number)}] Es konnte keine Verbindung hergestellt werden`,
      `${exception}: [WinError ${String(number)}] …`,
      `WinError ${String(number)}`,
      String(number),
      windowsErrors.find((one) => one.number === number)?.name ?? '',
    ]) {
      const read = readErrorText(text);
      expect([text, read?.error.code, read?.error.exception]).toEqual([text, code, exception]);
      const explained = explainErrorText(text);
      expect(explained?.title).toBe(`WinError ${String(number)}: ${code} (${exception})`);
      expect(explained?.id).not.toBe('unexplained');
      if (difference === null) expect(explained?.difference).toBeNull();
      else expect(explained?.difference).toContain(difference);
    }
  },
);

it('has a POSIX error for every number of Windows', () => {
  const codes = posixErrors.map(({ code }) => code);
  expect(windowsErrors.filter(({ code }) => !codes.includes(code))).toEqual([]);
});

it.each([
  ['ConnectionRefusedError: [Errno 111] Connection refused', 'refused'],
  ['ConnectionRefusedError: [Errno 61] Connection refused', 'refused'],
  ['ConnectionRefusedError', 'refused'],
  ['ECONNREFUSED', 'refused'],
  ['[Errno 111]', 'refused'],
  ['OSError: [Errno 98] Address already in use', 'in-use-outside'],
  ['OSError: [Errno 48] Address already in use', 'in-use-outside'],
  ["OSError: [Errno 49] Can't assign requested address", 'address-of-another-computer'],
  ['BrokenPipeError: [Errno 32] Broken pipe', 'broken-pipe'],
  ['ConnectionResetError: [Errno 104] Connection reset by peer', 'reset'],
  ['BlockingIOError: [Errno 35] Resource temporarily unavailable', 'does-not-wait'],
  ['BlockingIOError: [Errno 115] Operation now in progress', 'connect-does-not-wait'],
  ['PermissionError: [Errno 13] Permission denied', 'low-port'],
  ['OSError: [Errno 107] Transport endpoint is not connected', 'not-connected'],
  ['OSError: [Errno 57] Socket is not connected', 'not-connected'],
  ['socket.timeout: timed out', 'recv-timed-out'],
  ['TimeoutError: timed out', 'recv-timed-out'],
  ['TimeoutError: [Errno 110] Connection timed out', 'connect-gave-up'],
  ['socket.gaierror: [Errno -2] Name or service not known', 'no-address-found'],
  ['socket.gaierror: [Errno 11001] getaddrinfo failed', 'no-address-found'],
  ["TypeError: a bytes-like object is required, not 'str'", 'text-instead-of-bytes'],
  ["AttributeError: 'tuple' object has no attribute 'recv'", 'pair-is-not-a-socket'],
  ['OverflowError: bind(): port must be 0-65535.', 'port-out-of-range'],
  ['KeyboardInterrupt', 'keyboard-interrupt'],
])('explains %s', (text, id) => {
  expect(explainErrorText(text)?.id).toBe(id);
});

const traceback = (line: string, error: string): string =>
  [
    'Traceback (most recent call last):',
    '  File "client.py", line 5, in <module>',
    `    ${line}`,
    error,
  ].join('\n');

it.each([
  [
    "s.bind(('127.0.0.1', '9090'))",
    "TypeError: 'str' object cannot be interpreted as an integer",
    'port-is-text',
  ],
  ["s.connect(('127.0.0.1', 65000))", 'TimeoutError: timed out', 'connect-timed-out'],
  ['conn, addr = s.accept()', 'OSError: [Errno 22] Invalid argument', 'accept-before-bind'],
  ['s.sendall(data)', 'TimeoutError: timed out', 'sendall-timed-out'],
  ['s.send(b"x")', 'ConnectionResetError: [Errno 104] Connection reset by peer', 'reset'],
])('takes the call out of a traceback: %s', (line, error, id) => {
  const text = traceback(line, error);
  expect(explainErrorText(text)?.id).toBe(id);
  expect(explainErrorText(text.replaceAll('\n', ''))?.id).toBe(id);
});

it('names the port of the traceback', () => {
  const text = traceback(
    "s.connect(('127.0.0.1', 65000))",
    'ConnectionRefusedError: [Errno 111] Connection refused',
  );
  expect(explainErrorText(text)?.why).toContain('port 65000');
});

it.each(['', 'sockets', "s.connect(('127.0.0.1', 65000))", 'half-close', '65000', 'error', 'Echo'])(
  'takes %j for no error',
  (text) => {
    expect(readErrorText(text)).toBeNull();
  },
);

it('explains an error that was pasted where a call belongs, and nothing else there', () => {
  expect(explainCopied('OSError: [WinError 10049] …')).toMatch(
    /^This is an error, not a call\. .*On Windows: /,
  );
  for (const line of ['s.recv(1024', 'ECONNREFUSED', '10061', 'wait 1s', "gethostbyname('Error')"])
    expect(explainCopied(line)).toBeNull();
});

it.each([
  ['s.sendto(data, ("10.0.0.1", 9))\nPermissionError: [Errno 13] Permission denied', 'sendto'],
  ['data, peer = s.recvfrom(1024)\nConnectionRefusedError: [Errno 111] Connection refused', 'recvfrom'],
  [
    's = socket.create_connection(("127.0.0.1", 9))\nConnectionRefusedError: [Errno 111] Connection refused',
    'connect',
  ],
  ['server = socket.create_server(("", 80))\nPermissionError: [Errno 13] Permission denied', 'bind'],
  ['s.sendmsg([b"a"])\nBrokenPipeError: [Errno 32] Broken pipe', 'send'],
])('a call that the lab does not have counts as the one that meets the same errors: %j', (text, name) => {
  expect(readErrorText(text)?.call.name).toBe(name);
});
