"""What every snippet of the facts begins with."""
import errno, os, struct, sys, threading, time
from socket import *

def tcp():
    return socket(AF_INET, SOCK_STREAM)

def listener(backlog=5, host='127.0.0.1'):
    s = tcp()
    s.bind((host, 0))
    s.listen(backlog)
    return s

def pair():
    s = listener()
    c = tcp()
    c.connect(s.getsockname())
    conn, addr = s.accept()
    return s, c, conn

def raised(call):
    try:
        call()
    except Exception as error:
        return type(error).__name__
    return 'nothing'

def code(call):
    try:
        call()
    except OSError as error:
        return errno.errorcode[error.errno]
    return 'nothing'

STATES = {1: 'ESTABLISHED', 2: 'SYN-SENT', 4: 'FIN-WAIT-1', 5: 'FIN-WAIT-2', 6: 'TIME-WAIT', 7: 'CLOSED', 8: 'CLOSE-WAIT', 10: 'LISTEN'}

def state(s):
    return STATES[s.getsockopt(IPPROTO_TCP, TCP_INFO, 300)[0]]

def until(condition):
    end = time.monotonic() + 10
    while not condition():
        if time.monotonic() > end:
            sys.exit('waited in vain')
        time.sleep(0.001)

def arrived(s, count):
    until(lambda: len(s.recv(65536, MSG_PEEK)) >= count)

def blocks(s, call):
    s.setblocking(False)
    return raised(call) == 'BlockingIOError'

def time_wait_on(port):
    rows = [line.split() for line in open('/proc/net/tcp').read().splitlines()[1:]]
    return any(row[3] == '06' and int(row[1].split(':')[1], 16) == port for row in rows)

def left_in_time_wait(reuse):
    'An address whose server closed its connection first, and ended.'
    s = tcp()
    s.setsockopt(SOL_SOCKET, SO_REUSEADDR, reuse)
    s.bind(('127.0.0.1', 0))
    s.listen()
    address = s.getsockname()
    c = tcp()
    c.connect(address)
    conn, addr = s.accept()
    conn.close()
    c.recv(1)
    c.close()
    s.close()
    until(lambda: time_wait_on(address[1]))
    return address

def bind_again(address, reuse):
    s = tcp()
    s.setsockopt(SOL_SOCKET, SO_REUSEADDR, reuse)
    s.bind(address)
    s.listen()

def not_observable(reason):
    print('not observable here:', reason)
    sys.exit()

def leave_every_network():
    'Into a network of its own: its only interface is lo, and that is down.'
    import ctypes
    CLONE_NEWUSER, CLONE_NEWNET = 0x10000000, 0x40000000
    if ctypes.CDLL(None).unshare(CLONE_NEWUSER | CLONE_NEWNET) != 0:
        not_observable('a network of its own is not to be had')

def drop(s, instructions):
    'Lets the kernel drop segments that s receives: classic BPF, 0 drops.'
    import ctypes
    program = ctypes.create_string_buffer(b''.join(struct.pack('HBBI', *one) for one in instructions))
    try:
        s.setsockopt(SOL_SOCKET, 26, struct.pack('@HP', len(instructions), ctypes.addressof(program)))
    except PermissionError:
        not_observable('dropping segments takes CAP_NET_ADMIN')

def drop_no_more(s):
    s.setsockopt(SOL_SOCKET, 27, 0)
