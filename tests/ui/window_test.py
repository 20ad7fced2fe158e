#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""A person's morning, by keyboard alone: read, flag, answer, see the answer come back, write, archive.

What the window shows is asked of its accessibility tree; what really happened is asked of the server.
"""
import argparse
import email.message
import imaplib
import json
import os
import re
import shutil
import signal
import ssl
import subprocess
import sys
import tempfile
import time
import unittest
from pathlib import Path

import pyatspi

WAIT = 30  # seconds; a loaded machine
options = None


def wait_for(what, probe, seconds=WAIT):
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        value = probe()
        if value:
            return value
        time.sleep(0.1)
    raise AssertionError(f"did not happen in {seconds} s: {what}")


def walk(node, depth=0):
    if node is None or depth > 60:
        return
    yield node
    try:
        children = [node.getChildAtIndex(i) for i in range(node.childCount)]
    except Exception:  # the tree changes while we read it
        return
    for child in children:
        yield from walk(child, depth + 1)


class Window:
    def __init__(self, program, profile):
        self.log = tempfile.TemporaryFile("w+")
        self.process = subprocess.Popen([program, "--profile", profile], stderr=self.log, stdout=self.log)

    def root(self):
        desktop = pyatspi.Registry.getDesktop(0)
        for i in range(desktop.childCount):
            try:
                application = desktop.getChildAtIndex(i)
                if application and application.get_process_id() == self.process.pid:
                    return application
            except Exception:
                continue
        return None

    def nodes(self):
        found = []
        for node in walk(self.root()):
            try:
                if node.getState().contains(pyatspi.STATE_SHOWING):
                    found.append((node.getRoleName(), node.name))
            except Exception:
                continue
        return found

    def find(self, pattern, role=None):
        for node_role, name in self.nodes():
            if re.search(pattern, name or "") and role in (None, node_role):
                return name
        return None

    def keys(self, *keys):
        for key in keys:
            subprocess.run(["xdotool", "key", "--clearmodifiers", key], check=True)
            time.sleep(0.12)

    def type(self, text):
        subprocess.run(["xdotool", "type", "--delay", "15", text], check=True)

    def focus(self, name, role=None):
        def grab():
            # A field that is scrolled out of sight does not show; the focus brings it back.
            for must_show in (True, False):
                for node in walk(self.root()):
                    try:
                        shows = node.getState().contains(pyatspi.STATE_SHOWING) or not must_show
                        if (node.getRoleName() == role if role else node.name == name) and shows and node.queryComponent().grabFocus():
                            return True
                    except Exception:
                        continue
            return False
        wait_for(f"the focus on {name}", grab)
        time.sleep(0.2)

    def fill(self, name, text, role=None):
        self.focus(name, role)
        self.keys("ctrl+a")
        self.type(text)

    def press(self, name):
        def act():
            for node in walk(self.root()):
                try:
                    if node.name == name and node.getState().contains(pyatspi.STATE_SHOWING):
                        return node.queryAction().doAction(0)
                except Exception:
                    continue
            return False
        wait_for(f"pressing {name}", act)
        time.sleep(0.2)

    def activate(self, title):
        ids = wait_for(f"a window called {title}", lambda: subprocess.run(
            ["xdotool", "search", "--onlyvisible", "--name", title], capture_output=True, text=True).stdout.split())
        subprocess.run(["xdotool", "windowfocus", "--sync", ids[-1]], check=False)
        time.sleep(0.3)

    def shot(self, name):
        time.sleep(0.4)
        subprocess.run(["import", "-window", "root", str(Path(options.shots) / f"{name}.png")], check=True)

    def output(self):
        self.log.seek(0)
        return self.log.read()

    def stop(self):
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGTERM)
            try:
                self.process.wait(10)
            except subprocess.TimeoutExpired:
                self.process.kill()


def open_keychain():
    """An unlocked secret service on this session's bus; False where there is none to start."""
    daemon = shutil.which("gnome-keyring-daemon")
    if not daemon:
        return False
    subprocess.run([daemon, "--unlock", "--components=secrets", "--daemonize"], input=b"test", check=True,
                   stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    return True


class Server:
    def __init__(self, folder):
        started = subprocess.run([sys.executable, options.servers, "start", folder, "--users", "anna@example.org=secret"],
                                 capture_output=True, text=True, check=True)
        self.folder = folder
        self.facts = json.loads(started.stdout)
        self.password = "secret"

    def mailbox(self, name="INBOX"):
        context = ssl.create_default_context(cafile=self.facts["ca"])
        context.check_hostname = False
        connection = imaplib.IMAP4_SSL("127.0.0.1", self.facts["ports"]["imaps"], ssl_context=context)
        connection.login("anna@example.org", self.password)
        connection.select(name)
        return connection

    def put(self, message):
        connection = self.mailbox()
        connection.append("INBOX", None, None, message.as_bytes())
        connection.logout()

    def search(self, *criteria, folder="INBOX"):
        connection = self.mailbox(folder)
        found = connection.search(None, *criteria)[1][0].split()
        connection.logout()
        return found

    def stop(self):
        subprocess.run([sys.executable, options.servers, "stop", self.folder], check=False)


def letter(subject, text, html=None, attachment=None):
    message = email.message.EmailMessage()
    message["From"] = "Bob Example <bob@example.net>"
    message["To"] = "Anna <anna@example.org>"
    message["Subject"] = subject
    message["Date"] = email.utils.formatdate()
    message["Message-ID"] = email.utils.make_msgid(domain="example.net")
    message.set_content(text)
    if html:
        message.add_alternative(html, subtype="html")
    if attachment:
        message.add_attachment(attachment, maintype="application", subtype="pdf", filename="report.pdf")
    return message


class FirstRun(unittest.TestCase):
    """From nothing to the first message; the password goes to a keychain of this test alone."""

    def setUp(self):
        self.folder = tempfile.mkdtemp(prefix="fulmar-ui-")
        os.chmod(self.folder, 0o755)
        self.server = Server(os.path.join(self.folder, "servers"))
        self.server.put(letter("Welcome aboard", "Hello Anna."))
        self.window = Window(options.fulmar, os.path.join(self.folder, "profile"))

    def tearDown(self):
        self.window.stop()
        self.server.stop()
        shutil.rmtree(self.folder, ignore_errors=True)

    def test_an_account_is_set_up_by_keyboard(self):
        window, ports = self.window, self.server.facts["ports"]
        wait_for("the welcome page", lambda: window.find(r"^Welcome to Fulmar$"))
        window.activate("Fulmar")
        window.shot("10-setup-empty")
        window.type("anna@example.org")
        window.fill("Your name", "Anna")
        window.fill("Receiving server (IMAP)", self.server.facts["host"])
        window.fill("Port of Receiving server (IMAP)", str(ports["imaps"]))
        window.fill("Sending server (SMTP)", self.server.facts["host"])
        window.fill("Port of Sending server (SMTP)", str(ports["smtps"]))
        window.fill("Certificate authority file (only for servers with their own)", self.server.facts["ca"])
        self.assertTrue(window.find(r"^Password$"), "the group around the field names it: Qt 6.4 hides the field's own name")
        window.fill("Password", "wrong", "password text")
        window.keys("Return")
        wait_for("the refused password", lambda: window.find(r"refused|password", "notification") or window.find(r"Signing in, failed"))
        window.shot("11-setup-refused")
        window.fill("Password", "secret", "password text")
        window.keys("Return")
        if not options.keychain:
            wait_for("the missing keychain", lambda: window.find(r"^Use a password command$"))
            window.shot("12-setup-no-keychain")
            window.press("Use a password command")
            window.fill("Password command", "echo secret")
            window.press("Add account")
        wait_for("the first message", lambda: window.find(r"^Unread, Bob Example, Welcome aboard"))
        window.shot("13-setup-done")


class Morning(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.folder = tempfile.mkdtemp(prefix="fulmar-ui-")
        os.chmod(cls.folder, 0o755)  # the servers of root run as nobody
        cls.server = Server(os.path.join(cls.folder, "servers"))
        cls.server.put(letter("Lunch on Friday", "Shall we meet at noon?\n\nhttps://example.net/menu\n"))
        cls.server.put(letter("The report", "See the file.", attachment=b"%PDF-1.4 report"))
        cls.profile = os.path.join(cls.folder, "profile")
        ports, host = cls.server.facts["ports"], cls.server.facts.get("host", "localhost")
        subprocess.run(
            [options.fulmarctl, "--profile", cls.profile, "account", "add", "anna@example.org", "--name", "Anna",
             "--imap", f"imaps://{host}:{ports['imaps']}", "--smtp", f"smtps://{host}:{ports['smtps']}",
             "--ca-file", cls.server.facts["ca"], "--password-command", "echo secret"], check=True)
        cls.window = Window(options.fulmar, cls.profile)

    @classmethod
    def tearDownClass(cls):
        cls.window.stop()
        print(cls.window.output())
        cls.server.stop()
        shutil.rmtree(cls.folder, ignore_errors=True)

    def test_10_the_list_is_read_out(self):
        window = self.window
        wait_for("the newest message in the list", lambda: window.find(r"^Unread, Bob Example, The report, with attachments"))
        window.activate("Fulmar")
        window.shot("01-list")

    def test_20_reading_marks_as_read_on_the_server(self):
        window = self.window
        window.keys("j", "j")
        wait_for("the message of the older row", lambda: window.find(r"Lunch on Friday", "heading"))
        window.shot("02-reader")
        wait_for("\\Seen on the server", lambda: self.server.search("SEEN", "SUBJECT", "Lunch"))

    def test_30_a_flag_reaches_the_server_and_comes_back(self):
        self.window.keys("s")
        wait_for("\\Flagged on the server", lambda: self.server.search("FLAGGED", "SUBJECT", "Lunch"))
        connection = self.server.mailbox()
        number = connection.search(None, "SUBJECT", "Lunch")[1][0].split()[0]
        connection.store(number, "-FLAGS", "\\Flagged")
        connection.logout()
        wait_for("the row without its flag", lambda: self.window.find(r"^Bob Example, Lunch on Friday"))

    def test_40_new_mail_is_pushed(self):
        self.server.put(letter("Pushed while you look", "x"))
        wait_for("the new row", lambda: self.window.find(r"^Unread, .*Pushed while you look"), 15)

    def test_50_an_answer_to_oneself_comes_back(self):
        window = self.window
        window.keys("c")
        window.activate("New message")
        window.type("anna@example.org")
        window.keys("Tab", "Tab")
        window.type("Note to myself")
        window.keys("Tab")
        window.type("Buy bread.")
        window.shot("03-composer")
        window.keys("ctrl+Return")
        wait_for("the message in the inbox", lambda: window.find(r"^Unread, .*Note to myself"))
        self.assertTrue(self.server.search("SUBJECT", "Note"))
        window.activate("Fulmar")

    def test_51_a_reply_that_is_closed_is_a_draft(self):
        window = self.window
        window.keys("End", "r")
        window.activate("Re: Lunch on Friday")
        self.assertTrue(window.find(r"^Message text$"))
        window.type("Yes, gladly. ")
        window.shot("05-reply")
        window.keys("Escape")
        wait_for("the draft on the server", lambda: self.server.search("SUBJECT", '"Re: Lunch on Friday"', folder="Drafts"))
        wait_for("the draft in one place", lambda: not window.find(r"^Drafts \(local\), 1 waiting$"))
        window.activate("Fulmar")

    def test_52_archiving_moves_on_the_server(self):
        self.window.keys("Home", "e")
        wait_for("the message in Archive", lambda: self.server.search("SUBJECT", '"Note to myself"', folder="Archive"))
        self.assertFalse(self.server.search("SUBJECT", '"Note to myself"'))

    def test_53_undo_brings_it_back(self):
        self.window.keys("ctrl+z")
        wait_for("the message back in the inbox", lambda: self.server.search("SUBJECT", '"Note to myself"'))
        self.assertFalse(self.server.search("SUBJECT", '"Note to myself"', folder="Archive"))
        self.window.shot("06-undone")

    def test_54_a_folder_is_made_and_taken_back_by_keyboard(self):
        window = self.window

        def listed():
            connection = self.server.mailbox()
            names = b" ".join(connection.list()[1])
            connection.logout()
            return b"Bills" in names

        window.focus("Mailboxes", "tree")
        window.keys("Up", "Insert")
        wait_for("the question for a name", lambda: window.find(r"^Name of the folder$"))
        window.shot("07-new-folder")
        window.type("Bills")
        window.keys("Return")
        wait_for("the folder in the tree", lambda: window.find(r"^Bills$"))
        wait_for("the folder on the server", listed)
        window.keys("ctrl+z")
        wait_for("the folder gone from the server", lambda: not listed())
        window.keys("F6")

    def test_60_every_control_has_a_name(self):
        interactive = {"push button", "toggle button", "entry", "text", "check box", "combo box", "list item", "menu item"}
        nameless = [role for role, name in self.window.nodes() if role in interactive and not name]
        self.assertEqual(nameless, [])

    def test_70_fulmarctl_works_through_the_open_window(self):
        listed = subprocess.run([options.fulmarctl, "--profile", self.profile, "--json", "list", "--folder", "INBOX", "--limit", "2"],
                                capture_output=True, text=True, timeout=20)
        self.assertEqual(listed.returncode, 0, listed.stderr)
        self.assertIn("Pushed while you look", listed.stdout)

    def test_80_a_second_start_raises_the_first(self):
        second = subprocess.run([options.fulmar, "--profile", self.profile], timeout=20)
        self.assertEqual(second.returncode, 0)
        self.assertIsNone(self.window.process.poll())

    def test_90_html_is_walled_and_starts_its_engine_late(self):
        children = subprocess.run(["pgrep", "-P", str(self.window.process.pid)], capture_output=True, text=True).stdout
        self.assertEqual(children, "", "no helper process before the first HTML message")
        self.server.put(letter("Formatted", "plain", html="<h1>Hello</h1><img src='http://127.0.0.1:1/p.gif'>"))
        wait_for("the new row", lambda: self.window.find(r"^Unread, .*Formatted"))
        self.window.keys("Home")
        wait_for("the note about blocked pictures", lambda: self.window.find(r"1 remote image"))
        wait_for("the engine's own process", lambda: subprocess.run(
            ["pgrep", "-f", "QtWebEngineProcess.*--type=renderer"], capture_output=True).stdout)
        time.sleep(2)  # a first frame, for the picture only
        self.window.shot("04-html")

    def test_91_the_start_is_measured(self):
        self.assertRegex(self.window.output(), r"first list shown after \d+ ms")


if __name__ == "__main__":
    parser = argparse.ArgumentParser()
    for name in ("fulmar", "fulmarctl", "servers", "shots"):
        parser.add_argument("--" + name, required=True)
    options = parser.parse_args()
    Path(options.shots).mkdir(parents=True, exist_ok=True)
    options.keychain = open_keychain()
    pyatspi.Registry.getDesktop(0)  # the accessibility bus stands before the first window looks for it
    unittest.main(argv=[sys.argv[0]], verbosity=2)
