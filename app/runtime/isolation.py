"""Takes the network away from a process that parses foreign bytes. Linux only: elsewhere nothing like it is offered
to a program without rights, and `leave_network` says so.
"""

from __future__ import annotations

import ctypes
import os
import sys
from collections.abc import Callable

_NEW_USER, _NEW_NETWORK = 0x10000000, 0x40000000


def leave_network() -> bool:
    """Move this process into a network of its own, in which nothing is; tell whether that was possible.

    To be called before it starts a thread (unshare(2) refuses a user namespace to a process with several). Pipes to
    the parent and files stay as they were.
    """
    if sys.platform != "linux":
        return False
    unshare = ctypes.CDLL(None, use_errno=True).unshare
    if unshare(_NEW_NETWORK) == 0:
        return True
    # Some systems let a user namespace be made and refuse its tables; there is no way back then. So a child tries.
    child = os.fork()
    if child == 0:
        os._exit(0 if _own_namespaces(unshare) else 1)
    _pid, status = os.waitpid(child, 0)
    return os.waitstatus_to_exitcode(status) == 0 and _own_namespaces(unshare)


def _own_namespaces(unshare: Callable[[int], int]) -> bool:
    user, group = os.getuid(), os.getgid()
    if unshare(_NEW_USER | _NEW_NETWORK) != 0:
        return False
    # Without these the process could read files but no longer make any.
    tables = (("uid_map", f"{user} {user} 1"), ("setgroups", "deny"), ("gid_map", f"{group} {group} 1"))
    try:
        for name, text in tables:
            _write(f"/proc/self/{name}", text)
    except OSError:
        return False
    return True


def _write(path: str, text: str) -> None:
    table = os.open(path, os.O_WRONLY)
    try:
        os.write(table, text.encode())
    finally:
        os.close(table)
