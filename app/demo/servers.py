#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""A real Dovecot and a real Postfix on loopback, in one folder, for the demo and for the tests.

  servers.py start DIR --users ADDRESS[=PASSWORD]... [--capability TEXT] [--watch-pid PID] [--remove]
  servers.py stop DIR

`start` returns when every port answers and prints one JSON object: ports, CA file, users and passwords. A keeper process stays
behind; it stops the servers on `stop`, when the watched process dies, or when a server dies. No right of root is needed: an ordinary
user runs everything as himself. Root hands everything to the user `nobody`, so both take the same way.
"""
import argparse
import ctypes
import fcntl
import json
import os
import pwd
import random
import secrets
import select
import shutil
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path

sys.dont_write_bytecode = True
sys.path.insert(0, str(Path(__file__).resolve().parent))
import dovecot_conf  # noqa: E402
import postfix_conf  # noqa: E402

SERVICES = ("imaps", "imap", "pop3s", "pop3", "smtps", "submission")
START_SECONDS = 20  # a loaded machine; half a second is usual
STOP_SECONDS = 5
PATH_LIMIT = 60  # bytes; a Unix socket's whole path may have 107
PR_SET_PDEATHSIG = 1


def fail(message):
    print(f"servers.py: {message}", file=sys.stderr)
    sys.exit(69)


def has_ipv6_loopback():
    try:
        with socket.socket(socket.AF_INET6) as probe:
            probe.bind(("::1", 0))
        return True
    except OSError:
        return False


def is_free(port, addresses):
    for address in addresses:
        family = socket.AF_INET6 if ":" in address else socket.AF_INET
        with socket.socket(family) as probe:
            # As the servers do it: connections of an earlier run in TIME_WAIT do not count.
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind((address, port))
            except OSError:
                return False
    return True


def choose_ports(addresses):
    """Below the kernel's ephemeral range, so that no outgoing connection takes one between now and the start."""
    ports = []
    while len(ports) < len(SERVICES):
        port = random.randrange(20000, 32000)
        if port not in ports and is_free(port, addresses):
            ports.append(port)
    return dict(zip(SERVICES, ports))


def openssl(*arguments):
    done = subprocess.run(("openssl", *arguments), capture_output=True, text=True)
    if done.returncode != 0:
        fail(f"openssl {arguments[0]}: {done.stderr.strip()}")


def make_certificates(tls):
    """An authority and a server certificate that live as long as the folder."""
    tls.mkdir()
    new_key = ("-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-days", "30")
    openssl("req", "-x509", *new_key, "-subj", "/CN=Fulmar Demo CA", "-keyout", str(tls / "ca.key"), "-out", str(tls / "ca.pem"),
            "-addext", "keyUsage=critical,keyCertSign,cRLSign")
    openssl("req", "-x509", *new_key, "-subj", "/CN=localhost", "-keyout", str(tls / "server.key"), "-out", str(tls / "server.pem"),
            "-CA", str(tls / "ca.pem"), "-CAkey", str(tls / "ca.key"),
            "-addext", "basicConstraints=critical,CA:FALSE", "-addext", "extendedKeyUsage=serverAuth",
            "-addext", "subjectAltName=DNS:localhost,IP:127.0.0.1,IP:127.0.0.2,IP:::1")
    chain = (tls / "server.key").read_text() + (tls / "server.pem").read_text()
    (tls / "chain.pem").write_text(chain)
    (tls / "chain.pem").chmod(0o600)


def server_user():
    return pwd.getpwnam("nobody") if os.geteuid() == 0 else pwd.getpwuid(os.geteuid())


def parse_users(texts):
    users = []
    for text in texts:
        address, _, password = text.partition("=")
        users.append({"email": address, "user": address, "password": password or secrets.token_urlsafe(12)})
    return users


def prepare(folder, arguments):
    """Writes the whole folder; nothing runs yet."""
    user = server_user()
    addresses = ["127.0.0.1"] + (["::1"] if has_ipv6_loopback() else [])
    setup = {
        "folder": folder, "addresses": addresses, "ports": choose_ports(addresses), "account": user,
        "users": parse_users(arguments.users), "capability": arguments.capability, "mechanisms": arguments.mechanisms,
    }
    setup["domain"] = setup["users"][0]["email"].partition("@")[2]
    make_certificates(folder / "tls")
    dovecot_conf.write(setup)
    postfix_conf.write(setup)
    if os.geteuid() == 0:
        for path in (folder, *folder.rglob("*")):
            os.chown(path, user.pw_uid, user.pw_gid)
    return setup


def launch(command, environment, log, user):
    """Own session (Postfix signals its whole group), no rights of root, and gone when its keeper goes."""
    libc = ctypes.CDLL(None, use_errno=True)

    def before_exec():
        if os.geteuid() == 0:
            os.initgroups(user.pw_name, user.pw_gid)
            os.setgid(user.pw_gid)
            os.setuid(user.pw_uid)
        libc.prctl(PR_SET_PDEATHSIG, signal.SIGTERM)

    with open(log, "ab") as output:
        return subprocess.Popen(command, env=environment, stdin=subprocess.DEVNULL, stdout=output, stderr=output,
                                start_new_session=True, preexec_fn=before_exec)


def still_silent(places):
    silent = []
    for place in places:
        try:
            socket.create_connection(place, timeout=1).close()
        except OSError:
            silent.append(place)
    return silent


def log_tail(folder):
    lines = []
    for log in sorted((folder / "log").glob("*")):
        lines += [f"{log.name}: {line}" for line in log.read_text(errors="replace").splitlines()[-8:]]
    return "\n".join(lines)


def run_servers(setup):
    user, folder = setup["account"], setup["folder"]
    clean = {"PATH": "/usr/sbin:/usr/bin:/sbin:/bin", "LANG": "C.UTF-8"}
    return [
        launch(dovecot_conf.command(folder), clean, folder / "log/dovecot.out", user),
        launch(postfix_conf.command(folder), {**clean, **postfix_conf.environment(folder)}, folder / "log/postfix.out", user),
    ]


def stop_servers(processes):
    for process in processes:
        if process.poll() is None:
            process.terminate()
    deadline = time.monotonic() + STOP_SECONDS
    for process in processes:
        try:
            process.wait(max(0.1, deadline - time.monotonic()))
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()


def description(setup):
    return {
        "folder": str(setup["folder"]), "domain": setup["domain"], "ca": str(setup["folder"] / "tls/ca.pem"),
        "host": "127.0.0.1", "strictHost": dovecot_conf.STRICT_HOST, "addresses": setup["addresses"], "ports": setup["ports"], "users": setup["users"],
        "lmtp": str(dovecot_conf.lmtp_socket(setup["folder"])), "keeper": os.getpid(),
    }


def keep(setup, arguments, report):
    """The keeper: starts the servers, reports through the pipe, and waits for a reason to stop them."""
    wake_in, wake_out = os.pipe()
    os.set_blocking(wake_out, False)
    signal.set_wakeup_fd(wake_out)
    for number in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP, signal.SIGCHLD):
        signal.signal(number, lambda *_: None)
    watched = None
    if arguments.watch_pid:
        try:
            watched = os.pidfd_open(arguments.watch_pid)
        except ProcessLookupError:
            os._exit(0)
    processes = run_servers(setup)
    deadline = time.monotonic() + START_SECONDS
    silent = [(address, port) for address in setup["addresses"] for port in setup["ports"].values()]
    while silent := still_silent(silent):
        if time.monotonic() > deadline or any(process.poll() is not None for process in processes):
            stop_servers(processes)
            os.write(report, json.dumps({"error": log_tail(setup["folder"])}).encode())
            os._exit(1)
        time.sleep(0.02)
    os.write(report, json.dumps(description(setup)).encode())
    os.close(report)
    stopping = False
    while not stopping:
        ready, _, _ = select.select([wake_in] + ([watched] if watched else []), [], [])
        numbers = os.read(wake_in, 64) if wake_in in ready else b""
        asked = any(number != signal.SIGCHLD for number in numbers)
        stopping = watched in ready or asked or any(process.poll() is not None for process in processes)
    stop_servers(processes)
    if arguments.remove:
        shutil.rmtree(setup["folder"], ignore_errors=True)
    os._exit(0)


def lock_file(folder):
    return os.open(folder / "keeper.lock", os.O_RDWR | os.O_CREAT, 0o600)


def spawn_keeper(setup, arguments):
    report_in, report_out = os.pipe()
    child = os.fork()
    if child == 0:
        os.setsid()
        os.close(report_in)
        silent = os.open(os.devnull, os.O_RDWR)
        for descriptor in (0, 1):
            os.dup2(silent, descriptor)
        os.dup2(os.open(setup["folder"] / "log/keeper", os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600), 2)
        lock = lock_file(setup["folder"])
        fcntl.flock(lock, fcntl.LOCK_EX)
        os.ftruncate(lock, 0)
        os.write(lock, str(os.getpid()).encode())
        try:
            keep(setup, arguments, report_out)
        finally:
            os._exit(1)
    os.close(report_out)
    with os.fdopen(report_in, "rb") as pipe:
        return json.loads(pipe.read() or b'{"error": "the keeper died"}')


def start(arguments):
    folder = Path(arguments.folder).resolve()
    if len(os.fsencode(folder)) > PATH_LIMIT:
        fail(f"{folder}: the path is too long for Unix sockets, {PATH_LIMIT} bytes at most")
    if not shutil.which("dovecot", path="/usr/sbin:/usr/bin") or not Path(postfix_conf.MASTER).exists():
        fail("Dovecot and Postfix are not installed; run packaging/install-deps")
    folder.mkdir(parents=True, exist_ok=True)
    for attempt in range(3):  # another program may have taken a port meanwhile
        if (folder / "tls").exists():
            for part in ("tls", "dovecot", "postfix", "log", "run"):
                shutil.rmtree(folder / part, ignore_errors=True)
        (folder / "log").mkdir()
        report = spawn_keeper(prepare(folder, arguments), arguments)
        if "error" not in report:
            print(json.dumps(report))
            return
    fail(f"the servers did not start\n{report['error']}")


def stop(arguments):
    folder = Path(arguments.folder)
    if not (folder / "keeper.lock").exists():
        return
    lock = lock_file(folder)
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        return  # nobody holds it: nothing runs, and the number inside may be somebody else's by now
    except BlockingIOError:
        pass
    os.kill(int(os.read(lock, 32)), signal.SIGTERM)
    fcntl.flock(lock, fcntl.LOCK_EX)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    commands = parser.add_subparsers(dest="command", required=True)
    starter = commands.add_parser("start")
    starter.add_argument("folder")
    starter.add_argument("--users", nargs="+", required=True, metavar="ADDRESS[=PASSWORD]")
    starter.add_argument("--mechanisms", default="plain login", help="SASL mechanisms, as Dovecot names them")
    starter.add_argument("--capability", default="", help="replaces IMAP's capability list, or adds to it with a leading +")
    starter.add_argument("--watch-pid", type=int, help="stop when this process dies")
    starter.add_argument("--remove", action="store_true", help="remove the folder after the stop")
    stopper = commands.add_parser("stop")
    stopper.add_argument("folder")
    arguments = parser.parse_args()
    start(arguments) if arguments.command == "start" else stop(arguments)


if __name__ == "__main__":
    main()
