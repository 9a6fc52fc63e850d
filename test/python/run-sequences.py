"""Makes the calls of sequences, each sequence in a network of its own, and answers with what they gave.

Reads JSON, one sequence a line: after how many seconds a call waits forever, and pairs of targets and an expression. Writes a line of JSON for each: what each pair gave. A call that
would wait forever is ended by SIGALRM, whose handler raises KeyboardInterrupt as that of SIGINT does.
"""
import ctypes, fcntl, hashlib, json, os, select, signal, socket, struct, sys

libc = ctypes.CDLL(None, use_errno=True)
CLONE_NEWNET = 0x40000000
# What a student's program does not have: CAP_NET_BIND_SERVICE, CAP_NET_ADMIN, CAP_NET_RAW.
withheld = 1 << 10 | 1 << 12 | 1 << 13
head = struct.pack('II', 0x20080522, 0)


def privileged(on):
    sets = ctypes.create_string_buffer(24)
    libc.capget(head, sets)
    effective, permitted, *rest = struct.unpack('6I', sets.raw)
    effective = effective | permitted & withheld if on else effective & ~withheld
    if libc.capset(head, struct.pack('6I', effective, permitted, *rest)) < 0:
        raise OSError(ctypes.get_errno(), 'capset')


def enter_new_network():
    privileged(True)
    if libc.unshare(CLONE_NEWNET) < 0:
        raise OSError(ctypes.get_errno(), 'unshare')
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as control:
        fcntl.ioctl(control, 0x8914, struct.pack('16sh22x', b'lo', 0x41))
    privileged(False)


def poll(watched, timeout=None):
    """As the lab has it: descriptors and their events in one call."""
    poller = select.poll()
    for watched_socket, events in watched:
        poller.register(watched_socket, events)
    return poller.poll(timeout)


def shown(value):
    if isinstance(value, socket.socket):
        return {'socket': value.fileno()}
    if isinstance(value, bool) or value is None or isinstance(value, str):
        return value
    if isinstance(value, int):
        return int(value) if abs(value) < 2**53 else {'int': str(int(value))}
    if isinstance(value, float):
        return {'float': value}
    if isinstance(value, bytes):
        return {'bytes': [len(value), value[:40].hex(), hashlib.md5(value).hexdigest()]}
    if isinstance(value, tuple):
        return {'tuple': [shown(item) for item in value]}
    return [shown(item) for item in value]


def run(space, seconds, targets, expression):
    try:
        signal.setitimer(signal.ITIMER_REAL, seconds)
        value = eval(expression, space)
        if targets:
            space['given'] = value
            try:
                exec(f'{targets} = given', space)
            finally:
                del space['given']
        return ['value', shown(value)]
    except BaseException as error:
        kind = type(error)
        name = kind.__name__ if kind.__module__ == 'builtins' else f'{kind.__module__}.{kind.__name__}'
        return ['raised', name, getattr(error, 'errno', None), str(error)]
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)


def interrupt(_, frame):
    # Not while this program itself goes on.
    if frame.f_code is not run.__code__ and frame.f_code.co_name != '<listcomp>':
        raise KeyboardInterrupt


signal.signal(signal.SIGALRM, interrupt)
names = {name: getattr(module, name) for module in (select, socket) for name in dir(module) if not name.startswith('_')}
for line in sys.stdin:
    enter_new_network()
    socket.setdefaulttimeout(None)
    space = {**names, 'socket': socket.socket, 'poll': poll}
    seconds, pairs = json.loads(line)
    print(json.dumps([run(space, seconds, *pair) for pair in pairs]), flush=True)
    space.clear()
    # A signal in the middle of accept() leaves a descriptor that nothing refers to.
    os.closerange(3, 100)
