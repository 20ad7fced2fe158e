# SPDX-License-Identifier: GPL-3.0-or-later
"""Dovecot's part of the demo servers: IMAP, POP3, LMTP and the password check for Postfix."""
import grp

# Dovecot 2.3 takes a peer with its own address for secure and lets it sign in without TLS. From here a client comes with the
# address 127.0.0.1, so Dovecot behaves as it does towards a network: LOGINDISABLED until STARTTLS.
STRICT_HOST = "127.0.0.2"

def lmtp_socket(folder):
    return folder / "run/lmtp"


def auth_socket(folder):
    return folder / "run/auth-client"


def command(folder):
    return ["dovecot", "-F", "-c", str(folder / "dovecot/dovecot.conf")]


SPECIAL_USE = (("Drafts", r"\Drafts"), ("Sent", r"\Sent"), ("Archive", r"\Archive"), ("Junk", r"\Junk"), ("Trash", r"\Trash"))


def mailboxes():
    return "\n".join(f"  mailbox {name} {{\n    auto = subscribe\n    special_use = {use}\n  }}" for name, use in SPECIAL_USE)


def listener(name, service, ports):
    return f"""service {service}-login {{
  chroot =
  inet_listener {name} {{
    port = {ports[name]}
  }}
  inet_listener {name}s {{
    port = {ports[name + "s"]}
    ssl = yes
  }}
  # A connection should not have to wait for a new process.
  service_count = 0
}}
"""


def write(setup):
    folder, account = setup["folder"], setup["account"]
    group = grp.getgrgid(account.pw_gid).gr_name
    for part in ("dovecot", "run", "homes"):
        (folder / part).mkdir(exist_ok=True)
    users = "".join(f"{user['user']}:{{PLAIN}}{user['password']}\n" for user in setup["users"])
    (folder / "dovecot/users").write_text(users)
    (folder / "dovecot/users").chmod(0o600)
    capability = f"imap_capability = {setup['capability']}" if setup["capability"] else ""
    (folder / "dovecot/dovecot.conf").write_text(f"""\
base_dir = {folder}/run
state_dir = {folder}/run
log_path = {folder}/log/dovecot
protocols = imap pop3 lmtp
listen = {", ".join([*setup["addresses"], STRICT_HOST])}
default_internal_user = {account.pw_name}
default_internal_group = {group}
default_login_user = {account.pw_name}
first_valid_uid = 1
first_valid_gid = 1
mail_uid = {account.pw_uid}
mail_gid = {account.pw_gid}

ssl = required
ssl_cert = <{folder}/tls/server.pem
ssl_key = <{folder}/tls/server.key
disable_plaintext_auth = yes
auth_mechanisms = {setup['mechanisms']}
auth_failure_delay = 0
passdb {{
  driver = passwd-file
  args = {folder}/dovecot/users
}}
userdb {{
  driver = static
  args = uid={account.pw_uid} gid={account.pw_gid} home={folder}/homes/%Lu allow_all_users=yes
}}

mail_location = sdbox:~/mail
mail_max_userip_connections = 100
# The bytes are gone with the folder anyway.
mail_fsync = never
namespace inbox {{
  inbox = yes
  separator = /
{mailboxes()}
}}
{listener("imap", "imap", setup["ports"])}
{listener("pop3", "pop3", setup["ports"])}
protocol imap {{
  mail_plugins = $mail_plugins imap_zlib
  {capability}
}}
protocol lmtp {{
  postmaster_address = postmaster@{setup["domain"]}
}}
service anvil {{
  chroot =
}}
service lmtp {{
  unix_listener lmtp {{
    mode = 0600
  }}
}}
service auth {{
  unix_listener auth-client {{
    mode = 0600
  }}
}}
service stats {{
  chroot =
}}
""")
