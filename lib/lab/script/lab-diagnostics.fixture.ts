import type { DiagnosticCode } from '#lib/diagnostics/codes.ts';

interface Example {
  readonly code: DiagnosticCode;
  readonly source: string;
  /** `line:column+length` */
  readonly at: string;
  /** Part of the help: what to write instead. */
  readonly help?: string;
}

/** A script that begins on line 2. */
function lab(...lines: string[]): string {
  return ['```lab', ...lines, '```', ''].join('\n');
}

/** The same with a socket in `s`; what follows begins on line 3. */
function withSocket(...lines: string[]): string {
  return lab('server> s = socket()', ...lines);
}

const blocked = ['server> s.accept()', 'blocks'];

const fences: readonly Example[] = [
  { code: 'LAB_SCRIPT_NONE', source: '# Only prose\n', at: '1:1+1' },
  { code: 'LAB_FENCE_UNCLOSED', source: 'x\n\n```lab\nserver> s = socket()\n', at: '3:1+6' },
  { code: 'LAB_FENCE_UNCLOSED', source: '```lab\nserver> s = socket()\n```python\n1\n```\n', at: '1:1+6' },
  {
    code: 'LAB_FENCE_UNCLOSED',
    source: '- item\n  ```lab\n  server> s = socket()\nnot of the item\n',
    at: '2:3+6',
  },
  { code: 'LAB_FENCE_PLACE', source: '> ```lab\n> server> s = socket()\n> ```\n', at: '1:1+8' },
  { code: 'LAB_FENCE_PLACE', source: '- ```lab\n  server> s = socket()\n  ```\n', at: '1:1+8' },
  { code: 'LAB_FENCE_PLACE', source: 'x\n\n     ```lab\n', at: '3:6+6', help: 'at most three spaces' },
  {
    code: 'LAB_FENCE_PLACE',
    source: '```python\n1\n\n```lab\nserver> s = socket()\n```\n',
    at: '4:1+6',
    help: 'close that block',
  },
  {
    code: 'LAB_FENCE_WORD',
    source: '```lab as root\nserver> socket()\n```\n',
    at: '1:8+7',
    help: 'write `as-root`',
  },
  {
    code: 'LAB_FENCE_WORD',
    source: '```lab as-rot\nserver> socket()\n```\n',
    at: '1:8+6',
    help: 'write `as-root`',
  },
  {
    code: 'LAB_FENCE_WORD',
    source: '```lab\nserver> s = socket()\n```\n\n```lab contineud\nserver> s.close()\n```\n',
    at: '5:8+9',
    help: 'write `continued`',
  },
  {
    code: 'LAB_FENCE_WORD',
    source: '```lab\nserver> s = socket()\n```\n\n```lab continued as-root\nserver> s.close()\n```\n',
    at: '5:18+7',
    help: 'where the script begins',
  },
  {
    code: 'LAB_FENCE_ANEW',
    source:
      '```lab\nserver> s = socket()\n```\n\n```lab\nserver> s.listen(1)\nserver> conn, addr = s.accept()\n```\n',
    at: '5:1+6',
    help: 'write ```lab continued',
  },
  {
    code: 'LAB_NAME_UNBOUND',
    source: '```lab\nserver> s = socket()\n```\n\n```lab\nserver> t.listen(1)\n```\n',
    at: '6:9+1',
  },
  { code: 'LAB_FENCE_UNCLOSED', source: '```lab\nserver> s = socket()\n\nIt’s prose.\n', at: '1:1+6' },
  { code: 'LAB_CONTINUED', source: '```lab continued\nserver> s.listen(1)\n```\n', at: '1:8+9' },
  {
    code: 'LAB_EXPECTATION_MISPLACED',
    source: '```lab\nserver> s = socket()\n```\n\n```lab continued\nreturns None\n```\n',
    at: '6:1+12',
  },
  {
    code: 'LAB_FENCE_MISSPELT',
    source: '```lab, continued\nx\n```\n',
    at: '1:4+4',
    help: 'write ```lab continued',
  },
  {
    code: 'LAB_FENCE_MISSPELT',
    source: '```lab-continued\nx\n```\n',
    at: '1:4+13',
    help: 'write ```lab continued',
  },
  { code: 'LAB_FENCE_MISSPELT', source: '```Lab\nx\n```\n', at: '1:4+3', help: 'write ```lab' },
  { code: 'LAB_FENCE_MISSPELT', source: '```  {.lab}\nx\n```\n', at: '1:6+6' },
  { code: 'LAB_FENCE_MISSPELT', source: '~~~labs as-root\nx\n~~~\n', at: '1:4+4' },
  { code: 'LAB_FENCE_EMPTY', source: lab('# nothing', ''), at: '1:1+6' },
];

const lines: readonly Example[] = [
  { code: 'LAB_LINE_UNKNOWN', source: withSocket('sate s LISTEN'), at: '3:1+4', help: 'write `state`' },
  { code: 'LAB_LINE_UNKNOWN', source: withSocket('server retuns 3'), at: '3:8+6', help: 'write `returns`' },
  { code: 'LAB_LINE_UNKNOWN', source: withSocket('server waits'), at: '3:8+5', help: 'write `blocks`' },
  { code: 'LAB_LINE_UNKNOWN', source: lab('server$ s = socket()'), at: '2:7+1', help: 'write `server>`' },
  { code: 'LAB_LINE_UNKNOWN', source: lab('the queue is full'), at: '2:1+17' },
  { code: 'LAB_LINE_REST', source: withSocket('server> s.listen(1) 2'), at: '3:21+1' },
  {
    code: 'LAB_LINE_REST',
    source: withSocket("server> s.recv(1) returns b''"),
    at: '3:19+11',
    help: 'on the next line',
  },
  {
    code: 'LAB_LINE_REST',
    source: withSocket('server> s.recv(1) blocks'),
    at: '3:19+6',
    help: 'on the next line',
  },
  {
    code: 'LAB_LINE_REST',
    source: withSocket('server> s.listen(); s.accept()'),
    at: '3:19+12',
    help: 'put the next call on the next line',
  },
  {
    code: 'LAB_LINE_REST',
    source: withSocket('server> s.listen()', 'raises OSError(98)'),
    at: '4:15+4',
    help: 'write `raises EADDRINUSE`',
  },
  {
    code: 'LAB_LINE_REST',
    source: withSocket('server> s.accept()', 'raises TimeoutError: timed out'),
    at: '4:20+11',
    help: 'write `raises TimeoutError`',
  },
  { code: 'LAB_LINE_UNKNOWN', source: lab('1. server> s = socket()'), at: '2:1+2', help: 'remove `1.`' },
  { code: 'LAB_LINE_UNKNOWN', source: lab('- server> s = socket()'), at: '2:1+1', help: 'remove `-`' },
  { code: 'LAB_LINE_UNKNOWN', source: lab('$ server> s = socket()'), at: '2:1+1', help: 'remove `$`' },
  {
    code: 'LAB_LINE_UNKNOWN',
    source: withSocket('server# s.listen()'),
    at: '3:1+7',
    help: 'write `server>`',
  },
  {
    code: 'LAB_LINE_UNKNOWN',
    source: withSocket('server 2> s.listen()'),
    at: '3:1+8',
    help: 'write `server/2>`',
  },
  { code: 'LAB_LINE_UNKNOWN', source: withSocket('expect s LISTEN'), at: '3:1+6', help: 'write `state`' },
  { code: 'LAB_LINE_UNKNOWN', source: withSocket('text'), at: '3:1+4', help: 'write a call' },
  { code: 'LAB_PROGRAM_MISSING', source: lab('>', 'server> s = socket()'), at: '2:1+1' },
  { code: 'LAB_LINE_UNKNOWN', source: withSocket("-> b''"), at: '3:1+6', help: 'write `returns`' },
  { code: 'LAB_LINE_UNKNOWN', source: withSocket("=> b''"), at: '3:1+6', help: 'write `returns`' },
  { code: 'LAB_LINE_UNKNOWN', source: withSocket("returns: b''"), at: '3:8+1', help: 'remove it' },
  { code: 'LAB_LINE_UNKNOWN', source: withSocket('state: s LISTEN'), at: '3:6+1', help: 'remove it' },
  { code: 'LAB_STATE_UNKNOWN', source: withSocket('state s = LISTEN'), at: '3:9+1', help: 'remove `=`' },
  { code: 'LAB_LINE_REST', source: lab('reset all'), at: '2:7+3' },
  { code: 'LAB_LINE_REST', source: withSocket('exit server/1'), at: '3:6+8', help: 'write `exit server`' },
  { code: 'LAB_PROGRAM_MISSING', source: lab('s = socket()', 'server> s.listen()'), at: '2:1+12' },
  { code: 'LAB_PROGRAM_MISSING', source: lab('>>> s = socket()'), at: '2:1+3' },
  { code: 'LAB_PROGRAM_NAME', source: lab('Server> s = socket()'), at: '2:1+6', help: 'write `server`' },
  { code: 'LAB_PROGRAM_NAME', source: lab('wait> s = socket()'), at: '2:1+4', help: 'another name' },
  {
    code: 'LAB_PROGRAM_UNKNOWN',
    source: withSocket(...blocked, 'sever raises KeyboardInterrupt'),
    at: '5:1+5',
    help: 'write `server`',
  },
  { code: 'LAB_PROGRAM_UNKNOWN', source: withSocket('exit client'), at: '3:6+6' },
  {
    code: 'LAB_PROGRAM_UNKNOWN',
    source: withSocket('exit server', 'exit server'),
    at: '4:6+6',
    help: 'let it make a call first',
  },
  {
    code: 'LAB_PROGRAM_MISSPELT',
    source: lab('client> c = socket()', 'cilent> c = socket()', 'client> c.fileno()'),
    at: '3:1+7',
    help: 'write `client`',
  },
  { code: 'LAB_THREAD_NUMBER', source: lab('server/0> s = socket()'), at: '2:8+1' },
  {
    code: 'LAB_THREAD_BUSY',
    source: withSocket(...blocked, 'server> s.close()'),
    at: '5:1+7',
    help: '`server/2>`',
  },
];

const calls: readonly Example[] = [
  { code: 'LAB_CALL_EXPECTED', source: lab('server>'), at: '2:8+1' },
  { code: 'LAB_CALL_EXPECTED', source: withSocket('server> s.close'), at: '3:9+7', help: '`()`' },
  {
    code: 'LAB_PROGRAM_MISSING',
    source: lab('PORT = 65000', 'server> s = socket()', "server> s.bind(('', PORT))"),
    at: '2:1+12',
  },
  { code: 'LAB_VALUE_EXPECTED', source: lab('server> PORT = ?'), at: '2:16+1' },
  {
    code: 'LAB_METHOD_UNKNOWN',
    source: withSocket("server> s.sendmsg(b'x')"),
    at: '3:11+7',
    help: '`s.send(',
  },
  {
    code: 'LAB_METHOD_UNKNOWN',
    source: withSocket('server> s.recieve(1)'),
    at: '3:11+7',
    help: '`s.recv(1024)`',
  },
  {
    code: 'LAB_CONSTANT_UNKNOWN',
    source: withSocket('server> s.setsockopt(IPPROTO_TCP, TCP_CORK, 1)'),
    at: '3:35+8',
    help: 'docs/lab-scripts.md',
  },
  {
    code: 'LAB_NAME_UNBOUND',
    source: lab('client> c = socket()', 'state client CLOSED'),
    at: '3:7+6',
    help: 'name its socket, `c`',
  },
  {
    code: 'LAB_NAME_UNBOUND',
    source: lab('client> c = socket()', 'lose next 1 to client'),
    at: '3:16+6',
    help: 'name its socket, `c`',
  },
  {
    code: 'LAB_NAME_UNBOUND',
    source: lab('client> c = socket()', 'segments clint SYN'),
    at: '3:10+5',
    help: 'write `client`',
  },
  { code: 'LAB_STRING_FORM', source: lab("server> x = 'a' b'b'"), at: '2:13+8', help: 'write `b` before' },
  { code: 'LAB_CALL_CHAINED', source: withSocket('server> s.recv(9).decode()'), at: '3:18+9' },
  {
    code: 'LAB_CALL_CHAINED',
    source: withSocket('server> p = s.getsockname()[1]'),
    at: '3:28+3',
    help: '`_, port = s.getsockname()`',
  },
  { code: 'LAB_CALL_CHAINED', source: withSocket('server> s.send(bytes(3))'), at: '3:16+6' },
  { code: 'LAB_STATEMENT', source: lab('server> import socket'), at: '2:9+6', help: 'leave the line out' },
  { code: 'LAB_STATEMENT', source: lab('from socket import *'), at: '2:1+4' },
  { code: 'LAB_STATEMENT', source: lab('server> with socket() as s:', 'server> s.listen()'), at: '2:9+4' },
  { code: 'LAB_FUNCTION_UNKNOWN', source: lab('server> s = sockt()'), at: '2:13+5', help: 'write `socket`' },
  { code: 'LAB_FUNCTION_UNKNOWN', source: lab('server> time.sleep(1)'), at: '2:14+5', help: '`wait 1s`' },
  { code: 'LAB_FUNCTION_UNKNOWN', source: lab('server> bind()'), at: '2:9+4', help: '`s.bind`' },
  {
    code: 'LAB_METHOD_UNKNOWN',
    source: withSocket('server> s.lisen(1)'),
    at: '3:11+5',
    help: 'write `listen`',
  },
  {
    code: 'LAB_METHOD_UNKNOWN',
    source: withSocket('server> s.makefile()'),
    at: '3:11+8',
    help: '`s.recv(1024)`',
  },
  { code: 'LAB_TARGET', source: lab('server> s.x = socket()'), at: '2:10+2' },
  { code: 'LAB_TARGET', source: lab('server> socket = socket()'), at: '2:9+6', help: 'another name' },
  {
    code: 'LAB_TARGET',
    source: withSocket('server> a, b, c = s.accept()'),
    at: '3:9+7',
    help: '`conn, addr = s.accept()`',
  },
  { code: 'LAB_TARGET', source: withSocket('server> (a, b) = s.accept()'), at: '3:9+7' },
  {
    code: 'LAB_KEYWORD_ARGUMENT',
    source: lab('server> s = socket(family=AF_INET)'),
    at: '2:20+7',
    help: 'leave `family=` out',
  },
  { code: 'LAB_NAME_UNBOUND', source: lab('server> s.listen()'), at: '2:9+1' },
  {
    code: 'LAB_NAME_UNBOUND',
    source: lab('server> conn = socket()', 'server> con.listen()'),
    at: '3:9+3',
    help: 'write `conn`',
  },
  {
    code: 'LAB_NAME_UNBOUND',
    source: withSocket('server> conn, addr = s.accept()', 'blocks', 'state conn ESTABLISHED'),
    at: '5:7+4',
    help: '`server returns _`',
  },
  { code: 'LAB_NAME_UNBOUND', source: withSocket('exit server', 'server> s.close()'), at: '4:9+1' },
  {
    code: 'LAB_NAME_AMBIGUOUS',
    source: withSocket('client> s = socket()', 'state s CLOSED'),
    at: '4:7+1',
    help: '`server.s`',
  },
  {
    code: 'LAB_CONSTANT_UNKNOWN',
    source: lab('server> s = socket(AF_INT, SOCK_STREAM)'),
    at: '2:20+6',
    help: 'write `AF_INET`',
  },
  {
    code: 'LAB_SOCKET_EXPECTED',
    source: withSocket('server> _, addr = s.accept()', 'server> addr.recv(1)'),
    at: '4:9+4',
  },
  {
    code: 'LAB_SOCKET_EXPECTED',
    source: withSocket('server> n = s.fileno()', 'state n LISTEN'),
    at: '4:7+1',
  },
  { code: 'LAB_SOCKET_FOREIGN', source: withSocket('client> s.listen()'), at: '3:9+1' },
  { code: 'LAB_SOCKET_DROPPED', source: withSocket('server> s = socket()'), at: '3:9+1' },
  {
    code: 'LAB_SOCKET_DROPPED',
    source: withSocket('server> s.accept()'),
    at: '3:9+10',
    help: '`conn, addr = s.accept()`',
  },
];

const values: readonly Example[] = [
  { code: 'LAB_VALUE_EXPECTED', source: withSocket('server> s.bind((,))'), at: '3:17+1' },
  { code: 'LAB_VALUE_EXPECTED', source: withSocket('server> s.listen(_)'), at: '3:18+1' },
  { code: 'LAB_FOREIGN_SIGN', source: withSocket('server> s.send(b‘x’)'), at: '3:17+1', help: "write `'`" },
  {
    code: 'LAB_FOREIGN_SIGN',
    source: lab('server>\u00a0s\u00a0= socket()', 'server> s.listen()'),
    at: '2:8+1',
    help: 'write a plain space',
  },
  {
    code: 'LAB_FOREIGN_SIGN',
    source: withSocket('server> s.listen\u200b()'),
    at: '3:17+1',
    help: 'remove it',
  },
  { code: 'LAB_FOREIGN_SIGN', source: lab('server＞ s = socket（）'), at: '2:7+1', help: 'write `>`' },
  {
    code: 'LAB_CALL_CHAINED',
    source: withSocket("server> s.send(struct.pack('i', 1))"),
    at: '3:16+12',
    help: 'the bytes themselves',
  },
  {
    code: 'LAB_NUMBER_FORM',
    source: withSocket("server> s.bind(('', 065000))"),
    at: '3:21+6',
    help: 'leave the leading 0 out: `65000`',
  },
  {
    code: 'LAB_NUMBER_FORM',
    source: withSocket('server> s.bind((127.0.0.1, 65000))'),
    at: '3:17+9',
    help: "put quotes around the address: `'127.0.0.1'`",
  },
  { code: 'LAB_VALUE_EXPECTED', source: withSocket('server> s.listen()', 'returns'), at: '4:1+7' },
  { code: 'LAB_COMMA_MISSING', source: withSocket("server> s.bind(('' 1))"), at: '3:20+1' },
  { code: 'LAB_BRACKET_UNCLOSED', source: withSocket("server> s.bind(('', 1)"), at: '3:15+1' },
  {
    code: 'LAB_BRACKET_UNCLOSED',
    source: withSocket("server> s.bind(('', 1]"),
    at: '3:22+1',
    help: 'write `)`',
  },
  {
    code: 'LAB_BRACKET_UNCLOSED',
    source: withSocket('server> s.getsockname()', "returns '', 1"),
    at: '4:9+5',
  },
  { code: 'LAB_STRING_UNCLOSED', source: withSocket("server> s.send(b'abc)"), at: '3:16+6' },
  { code: 'LAB_STRING_FORM', source: withSocket("server> s.send(f'abc')"), at: '3:16+1' },
  { code: 'LAB_STRING_FORM', source: withSocket("server> s.send(b'\\d')"), at: '3:18+2', help: '`\\\\d`' },
  { code: 'LAB_STRING_FORM', source: withSocket("server> s.send(b'\\x1')"), at: '3:18+2' },
  { code: 'LAB_STRING_FORM', source: withSocket("server> s.send(b'é')"), at: '3:18+1', help: '`\\x`' },
  { code: 'LAB_STRING_FORM', source: withSocket("server> s.send(b'''a''')"), at: '3:16+4' },
  { code: 'LAB_NUMBER_FORM', source: withSocket('server> s.listen(012)'), at: '3:18+3' },
  { code: 'LAB_NUMBER_FORM', source: withSocket('server> s.recv(1kb)'), at: '3:16+3' },
  { code: 'LAB_OPERATOR', source: withSocket('server> s.recv(1 + 2)'), at: '3:18+1' },
  { code: 'LAB_OPERATOR', source: withSocket('server> s.recv(1 | 2)'), at: '3:16+1' },
  {
    code: 'LAB_OPERATOR',
    source: withSocket("server> s.send('a' * 'b')"),
    at: '3:16+9',
  },
  {
    code: 'LAB_OPERATOR',
    source: withSocket('server> a = s.getsockname()', 'server> s.bind(a[n])'),
    at: '4:17+1',
  },
  { code: 'LAB_VALUE_LIMIT', source: withSocket('server> s.bind(((((1,),),),))'), at: '3:19+1' },
  { code: 'LAB_VALUE_LIMIT', source: withSocket("server> s.send(b'x' * 20_000_000)"), at: '3:16+17' },
  { code: 'LAB_VALUE_LIMIT', source: withSocket(`server> s.listen(${'9'.repeat(65)})`), at: '3:18+65' },
];

const expectations: readonly Example[] = [
  {
    code: 'LAB_SOCKET_EXPECTED',
    source: withSocket('server> s.listen()', 'state peer of s ESTABLISHED'),
    at: '4:15+1',
    help: 'name a connected socket',
  },
  {
    code: 'LAB_LOSS_FORM',
    source: withSocket('server> s.listen()', 'lose next 1 to s'),
    at: '4:1+16',
    help: '`lose handshake to s`',
  },
  {
    code: 'LAB_EXPECTATION_COMMENT',
    source: withSocket('server> s.listen() # returns None'),
    at: '3:20+14',
    help: 'on the next line',
  },
  {
    code: 'LAB_EXPECTATION_COMMENT',
    source: withSocket("server> s.connect(('127.0.0.1', 1)) # raises ConnectionRefusedError"),
    at: '3:37+31',
  },
  { code: 'LAB_EXPECTATION_MISPLACED', source: lab('returns 1'), at: '2:1+9' },
  {
    code: 'LAB_EXPECTATION_MISPLACED',
    source: withSocket('server> s.listen()', 'state s LISTEN', 'blocks'),
    at: '5:1+6',
  },
  {
    code: 'LAB_EXPECTATION_REPEATED',
    source: withSocket('server> s.listen()', 'returns None', 'returns None'),
    at: '5:1+12',
  },
  { code: 'LAB_NOT_BLOCKED', source: withSocket('server returns None'), at: '3:1+19' },
  {
    code: 'LAB_NOT_BLOCKED',
    source: withSocket(...blocked, 'server/2 raises KeyboardInterrupt'),
    at: '5:1+33',
  },
  { code: 'LAB_NOT_BLOCKED', source: withSocket('interrupt server'), at: '3:11+6' },
  {
    code: 'LAB_EXCEPTION_UNKNOWN',
    source: withSocket('server> s.accept()', 'raises ConnectionRefused'),
    at: '4:8+17',
    help: 'write `ConnectionRefusedError`',
  },
  {
    code: 'LAB_EXCEPTION_UNKNOWN',
    source: withSocket('server> s.accept()', 'raises timeout'),
    at: '4:8+7',
    help: 'write `TimeoutError`',
  },
  {
    code: 'LAB_EXCEPTION_UNKNOWN',
    source: withSocket('server> s.accept()', 'raises _'),
    at: '4:8+1',
    help: 'write `Exception`',
  },
  { code: 'LAB_VALUE_EXPECTED', source: withSocket('server> s.fileno()', 'returns > 0'), at: '4:9+1' },
  { code: 'LAB_EXCEPTION_UNKNOWN', source: withSocket('server> s.accept()', 'raises'), at: '4:1+6' },
  {
    code: 'LAB_STATE_UNKNOWN',
    source: withSocket('state s SYN_SENT'),
    at: '3:9+8',
    help: 'write `SYN-SENT`',
  },
  { code: 'LAB_STATE_UNKNOWN', source: withSocket('state s FIN_WAIT2'), at: '3:9+9', help: '`FIN-WAIT-2`' },
  {
    code: 'LAB_STATE_UNKNOWN',
    source: withSocket('state s established'),
    at: '3:9+11',
    help: '`ESTABLISHED`',
  },
  { code: 'LAB_STATE_UNKNOWN', source: withSocket('state s'), at: '3:8+1' },
  {
    code: 'LAB_MEASURE_UNKNOWN',
    source: withSocket('state s LISTEN que 1/1'),
    at: '3:16+3',
    help: 'write `queue`',
  },
  {
    code: 'LAB_MEASURE_UNKNOWN',
    source: withSocket('state s ESTABLISHED cwnd 10'),
    at: '3:21+4',
    help: 'write `congestion-window`',
  },
  {
    code: 'LAB_MEASURE_UNKNOWN',
    source: withSocket('state s ESTABLISHED or 1'),
    at: '3:21+2',
    help: 'use one of',
  },
  {
    code: 'LAB_MEASURE_UNKNOWN',
    source: withSocket('state s ESTABLISHED unacked 1'),
    at: '3:21+7',
    help: 'write `unacknowledged`',
  },
  {
    code: 'LAB_MEASURE_UNKNOWN',
    source: withSocket('state s ESTABLISHED queue 1/1'),
    at: '3:21+5',
    help: 'write `LISTEN` before it',
  },
  {
    code: 'LAB_MEASURE_UNKNOWN',
    source: withSocket('state s LISTEN unread 0'),
    at: '3:16+6',
    help: 'name a connected socket',
  },
  {
    code: 'LAB_COMPARISON',
    source: withSocket('state s LISTEN queue = 1'),
    at: '3:22+1',
    help: 'leave the `=` out',
  },
  { code: 'LAB_COMPARISON', source: withSocket('state s CLOSED unread many'), at: '3:23+4' },
  { code: 'LAB_SEGMENT_FORM', source: withSocket('segments SYN'), at: '3:10+3' },
  { code: 'LAB_SEGMENT_FORM', source: withSocket('segments port 99999 SYN'), at: '3:10+10', help: 'correct' },
  { code: 'LAB_SEGMENT_FORM', source: withSocket('segments server'), at: '3:10+6' },
  { code: 'LAB_FLAG_UNKNOWN', source: withSocket('segments server SYNC'), at: '3:17+4', help: 'write `SYN`' },
  {
    code: 'LAB_SEGMENT_FORM',
    source: withSocket('segments server: SYN'),
    at: '3:16+1',
    help: 'write `server SYN`',
  },
  {
    code: 'LAB_SEGMENT_FORM',
    source: withSocket('segments server->client SYN'),
    at: '3:16+2',
    help: 'write `server SYN`',
  },
  {
    code: 'LAB_SEGMENT_FORM',
    source: withSocket('segments server [SYN]'),
    at: '3:17+1',
    help: 'write `server SYN`',
  },
  {
    code: 'LAB_SEGMENT_FORM',
    source: withSocket('segments server SYN+ACK'),
    at: '3:20+1',
    help: 'write `SYN ACK`',
  },
  {
    code: 'LAB_SEGMENT_FORM',
    source: withSocket('segments server SYN/ACK'),
    at: '3:20+1',
    help: 'write `SYN ACK`',
  },
  {
    code: 'LAB_FLAG_UNKNOWN',
    source: withSocket('segments server SYNACK'),
    at: '3:17+6',
    help: 'write `SYN ACK`',
  },
  {
    code: 'LAB_COMMA_MISSING',
    source: withSocket('segments server SYN server ACK'),
    at: '3:21+6',
    help: 'put `,` between segments',
  },
  { code: 'LAB_LOSS_FORM', source: withSocket('lose everything to s'), at: '3:6+10' },
  { code: 'LAB_LOSS_FORM', source: withSocket('lose all'), at: '3:9+1', help: '`to c`' },
  { code: 'LAB_LOSS_FORM', source: withSocket('lose 100% to s'), at: '3:6+4', help: '`all`' },
  { code: 'LAB_DURATION', source: lab('wait 300'), at: '2:6+3', help: '`300ms`' },
  { code: 'LAB_DURATION', source: lab('wait 10min'), at: '2:6+5' },
];

/** Every mistake that the reader of scripts knows, each in a file that has no other. */
export const labExamples: readonly Example[] = [...fences, ...lines, ...calls, ...values, ...expectations];
