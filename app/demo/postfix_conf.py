# SPDX-License-Identifier: GPL-3.0-or-later
"""Postfix's part of the demo servers: submission, with Dovecot for passwords and for the mailboxes.

Postfix wants to be started by root and to own its files under two further users. Here `libuid_wrapper` tells it that it is root and
`libnss_wrapper` gives it those users; its mail owner is the real user, so every file has the owner that it looks for. Both come
with Debian, need neither a set-uid program nor user namespaces (which containers often forbid), and reach the daemons through
`import_environment`, since master empties the environment.

Domains: the demo's own goes to Dovecot; discard.example is taken and thrown away; defer.example is put off (450); no mail to any
other leaves the machine, it is refused (550).
"""
import grp
import os
import pwd

from dovecot_conf import auth_socket, lmtp_socket

MASTER = "/usr/lib/postfix/sbin/master"
OWNER, DROP, NOBODY = "labmail", "labdrop", "labnone"
DROP_ID, NOBODY_ID = 60124, 60123
QUEUES = ("active", "bounce", "corrupt", "defer", "deferred", "flush", "hold", "incoming", "maildrop", "pid", "private", "public",
          "saved", "trace")


def command(folder):
    return [MASTER, "-d", "-c", str(folder / "postfix")]


def environment(folder):
    return {
        "LD_PRELOAD": "libnss_wrapper.so libuid_wrapper.so", "UID_WRAPPER": "1", "UID_WRAPPER_ROOT": "1",
        "NSS_WRAPPER_PASSWD": str(folder / "postfix/passwd"), "NSS_WRAPPER_GROUP": str(folder / "postfix/group"),
        "MAIL_CONFIG": str(folder / "postfix"),
    }


def write_users(folder, account):
    """The machine's users, but under our own name for the mail owner: Postfix looks him up by number, too."""
    owner_id, group_id = account.pw_uid, account.pw_gid
    entries = [f"{OWNER}:x:{owner_id}:{group_id}::/:/bin/false", f"{NOBODY}:x:{NOBODY_ID}:{NOBODY_ID}::/:/bin/false"]
    entries += [":".join(map(str, entry)) for entry in pwd.getpwall() if entry.pw_uid != owner_id]
    (folder / "postfix/passwd").write_text("\n".join(entries) + "\n")
    groups = [f"{OWNER}:x:{group_id}:", f"{DROP}:x:{DROP_ID}:", f"{NOBODY}:x:{NOBODY_ID}:"]
    groups += [f"{entry.gr_name}:x:{entry.gr_gid}:" for entry in grp.getgrall() if entry.gr_gid != group_id]
    (folder / "postfix/group").write_text("\n".join(groups) + "\n")


def main_cf(setup):
    folder, domain = setup["folder"], setup["domain"]
    return f"""\
compatibility_level = 3.6
queue_directory = {folder}/postfix/queue
data_directory = {folder}/postfix/data
mail_owner = {OWNER}
setgid_group = {DROP}
default_privs = {NOBODY}
import_environment = {" ".join(environment(folder))}
maillog_file = {folder}/log/postfix
maillog_file_prefixes = {folder}
inet_interfaces = {", ".join(setup["addresses"])}
inet_protocols = {"all" if "::1" in setup["addresses"] else "ipv4"}
myhostname = mail.{domain}
mydomain = {domain}
mydestination =
mynetworks =
alias_maps =
alias_database =
local_recipient_maps =
virtual_mailbox_domains = {domain}
virtual_mailbox_maps = texthash:{folder}/postfix/mailboxes
virtual_transport = lmtp:unix:{lmtp_socket(folder)}
transport_maps = inline:{{ discard.example=discard: }}
relay_domains =
default_transport = error:5.1.2 no mail leaves this server; write to somebody at {domain}
disable_dns_lookups = yes
smtpd_peername_lookup = no
message_size_limit = 52428800
virtual_mailbox_limit = 0
mailbox_size_limit = 0
queue_minfree = 0
smtpd_tls_chain_files = {folder}/tls/chain.pem
smtpd_tls_security_level = encrypt
smtpd_tls_auth_only = yes
smtpd_sasl_auth_enable = yes
smtpd_sasl_type = dovecot
smtpd_sasl_path = {auth_socket(folder)}
smtpd_delay_reject = yes
smtpd_client_restrictions = permit_sasl_authenticated, reject
smtpd_relay_restrictions = permit_sasl_authenticated, reject
smtpd_recipient_restrictions = check_recipient_access inline:{{ {{defer.example = 450 4.7.1 come back later}} }}, reject_unlisted_recipient
smtpd_client_connection_count_limit = 0
smtpd_error_sleep_time = 0
minimal_backoff_time = 5s
queue_run_delay = 5s
"""


def master_cf(setup):
    rows = []
    for address in setup["addresses"]:
        host = f"[{address}]" if ":" in address else address
        rows.append(f"{host}:{setup['ports']['submission']} inet n - n - - smtpd")
        rows.append(f"{host}:{setup['ports']['smtps']} inet n - n - - smtpd -o smtpd_tls_wrappermode=yes")
    for name, limits, daemon in (
            ("cleanup", "- 0", "cleanup"), ("qmgr", "300 1", "qmgr"), ("tlsmgr", "1000? 1", "tlsmgr"),
            ("rewrite", "- -", "trivial-rewrite"), ("bounce", "- 0", "bounce"), ("defer", "- 0", "bounce"),
            ("trace", "- 0", "bounce"), ("verify", "- 1", "verify"), ("proxymap", "- -", "proxymap"), ("error", "- -", "error"),
            ("retry", "- -", "error"), ("discard", "- -", "discard"), ("lmtp", "- -", "lmtp"), ("anvil", "- 1", "anvil"),
            ("scache", "- 1", "scache")):
        private = "n" if name in ("cleanup", "qmgr") else "y"
        rows.append(f"{name} unix {private} - n {limits} {daemon}")
    rows.append("postlog unix-dgram n - n - 1 postlogd")
    return "\n".join(rows) + "\n"


def write(setup):
    folder = setup["folder"]
    for part in ("postfix", "postfix/queue", "postfix/data"):
        (folder / part).mkdir()
    for queue in QUEUES:
        (folder / "postfix/queue" / queue).mkdir()
    write_users(folder, setup["account"])
    (folder / "postfix/main.cf").write_text(main_cf(setup))
    (folder / "postfix/master.cf").write_text(master_cf(setup))
    (folder / "postfix/mailboxes").write_text("".join(f"{user['email']} -\n" for user in setup["users"]))
    # Postfix waits until a configuration file is some seconds old, lest an editor still writes it.
    for name in ("main.cf", "master.cf", "mailboxes"):
        os.utime(folder / "postfix" / name, (1, 1))
