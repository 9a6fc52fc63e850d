/** Words of Python that begin a line, and what to write instead in a lab. */
export const statements = new Map<string, string>([
  ['import', 'leave the line out: `socket` and `select` are there'],
  ['from', 'leave the line out: `socket` and `select` are there'],
  ['with', 'write `s = socket()`, and `s.close()` at the end'],
  ['del', 'write `s.close()`'],
  ['print', 'leave `print` out, and say below what the call `returns`'],
  ['assert', 'say below the call what it `returns`'],
  ['try', 'say below the call what it `raises`'],
  ['except', 'say below the call what it `raises`'],
  ['for', 'write each call on a line of its own'],
  ['while', 'write each call on a line of its own'],
  ['if', 'write the call that is made'],
  ['def', 'write the calls themselves'],
  ['class', 'write the calls themselves'],
  ['return', 'say below the call what it `returns`'],
  ['raise', 'say below the call what it `raises`'],
  ['await', 'leave `await` out'],
  ['pass', 'leave the line out'],
]);

/** Functions of Python that a lab does without. */
export const otherFunctions = new Map<string, string>([
  ['sleep', 'write `wait 1s` on a line of its own'],
  ['exit', 'write `exit server` on a line of its own'],
  ['quit', 'write `exit server` on a line of its own'],
  ['print', 'leave `print` out, and say below what the call `returns`'],
  ['create_connection', 'write `s = socket()`, then `s.connect(…)`'],
  ['create_server', 'write `s = socket()`, `s.bind(…)`, then `s.listen()`'],
]);

/** Methods of Python's sockets that a lab does without, and methods of other languages. */
export const otherMethods = new Map<string, string>([
  ['sendto', 'call `connect` first, then write `s.send(…)`'],
  ['sendmsg', 'write `s.send(…)`'],
  ['sendfile', 'write `s.sendall(…)`'],
  ['write', 'write `s.send(…)`'],
  ['recvfrom', 'write `s.recv(…)`'],
  ['recv_into', 'write `s.recv(…)`'],
  ['receive', 'write `s.recv(…)`'],
  ['recieve', 'write `s.recv(…)`'],
  ['read', 'write `s.recv(…)`'],
  ['disconnect', 'write `s.shutdown(SHUT_RDWR)` or `s.close()`'],
]);
