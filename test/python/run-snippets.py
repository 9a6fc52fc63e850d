"""Runs each snippet that it reads, a JSON string in a line, in a process of its own, forked from this one.

Answers with a line of JSON: exit code (negative: a signal ended it), stdout and stderr. What the snippet leaves behind (sockets,
signal handlers, threads, changed modules, processes) ends with its process. Starting Python anew for each would take most of the
time of a snippet.
"""
import ctypes, errno, socket, struct, threading, time  # So that no snippet has to load them.
import json, os, signal, sys, tempfile, types

limit_seconds = int(sys.argv[1])

def kill(group):
    try:
        os.killpg(group, signal.SIGKILL)
    except ProcessLookupError:
        pass

for line in sys.stdin:
    files = tempfile.TemporaryFile(), tempfile.TemporaryFile()
    pid = os.fork()
    if pid == 0:
        os.setpgid(0, 0)
        with open(os.devnull) as nothing:
            os.dup2(nothing.fileno(), 0)
        for fd, file in enumerate(files, 1):
            os.dup2(file.fileno(), fd)
            file.close()
        signal.signal(signal.SIGALRM, signal.SIG_DFL)
        main = sys.modules['__main__'] = types.ModuleType('__main__')
        exec(compile(json.loads(line), '<snippet>', 'exec'), main.__dict__)
        # Waits for threads, and calls what is registered for the end, as after any program.
        sys.exit()
    signal.signal(signal.SIGALRM, lambda *_: kill(pid))
    signal.alarm(limit_seconds)
    status = os.waitpid(pid, 0)[1]
    signal.alarm(0)
    kill(pid)
    printed = []
    for file in files:
        file.seek(0)
        printed.append(file.read().decode(errors='replace'))
        file.close()
    print(json.dumps([os.waitstatus_to_exitcode(status), *printed]), flush=True)
