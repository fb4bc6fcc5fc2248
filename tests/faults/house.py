"""The real program under test: started, asked as browsers ask it, killed, started again. Standard library only."""
import http.client
import json
import os
import re
import signal
import subprocess
import sys
import tempfile
import threading
import time
import urllib.parse
from html.parser import HTMLParser
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
TARGET = Path(os.environ.get("TARGET", ROOT / "target"))
SCRATCH = Path(os.environ.get("SCRATCH", TARGET / "tmp"))
BINARY = os.environ.get("GOODSTANDING", str(TARGET / "release/goodstanding"))

failures = 0


def ok(what, holds, why=""):
    """One check that counts."""
    global failures
    failures += not holds
    print(f"{'ok' if holds else 'not ok'} {what}", flush=True)
    if not holds and why:
        print("\n".join(f"#   {line}" for line in str(why).splitlines()[:25]), flush=True)
    return bool(holds)


def note(text):
    print(f"# {text}", flush=True)


def until(ask, seconds=30.0):
    """Asks until the answer is true or the time is over; the last answer."""
    end = time.monotonic() + seconds
    while True:
        answer = ask()
        if answer or time.monotonic() > end:
            return answer
        time.sleep(0.05)


class Forms(HTMLParser):
    """The forms of a page, each with what a browser would send of it, and the page's words."""

    def __init__(self, html):
        super().__init__()
        self.forms, self.words, self._area, self._select = [], [], None, None
        self.feed(html)

    def handle_starttag(self, tag, attributes):
        has = dict(attributes)
        if tag == "form":
            self.forms.append({"action": has.get("action", ""), "method": has.get("method", "get"), "fields": []})
        if not self.forms:
            return
        fields = self.forms[-1]["fields"]
        if tag == "input" and has.get("name") and has.get("type") not in ("checkbox", "radio", "file", "submit"):
            fields.append([has["name"], has.get("value") or ""])
        elif tag == "input" and has.get("type") in ("checkbox", "radio") and "checked" in has:
            fields.append([has["name"], has.get("value") or ""])
        elif tag in ("textarea", "select") and has.get("name"):
            fields.append([has["name"], ""])
            self._area = fields[-1] if tag == "textarea" else None
        elif tag == "option" and "selected" in has and fields:
            fields[-1][1] = has.get("value") or ""

    def handle_endtag(self, tag):
        if tag == "textarea":
            self._area = None

    def handle_data(self, data):
        if self._area is not None:
            self._area[1] += data
        self.words.append(data)


class Answer:
    def __init__(self, status, headers, body):
        self.status, self.headers, self.body = status, headers, body
        self.text = body.decode("utf-8", "replace")
        self.to = headers.get("location", "")

    def form(self, action, **typed):
        """Fields of the post form with this action, with what a person types."""
        for form in Forms(self.text).forms:
            if form["action"].split("?")[0] == action and form["method"] == "post":
                names = {name.replace("__", "."): value for name, value in typed.items()}
                kept = [(name, value) for name, value in form["fields"] if name not in names]
                return action, kept + list(names.items())
        raise AssertionError(f"no form to {action}; status {self.status}:\n{self.words()[:600]}")

    def words(self):
        return " ".join(" ".join(Forms(self.text.split("<main", 1)[-1]).words).split())


class Browser:
    """One person's browser on one kept connection; cookies are kept."""

    def __init__(self, address, timeout=30, tls=None):
        self.tls = tls
        self.address, self.timeout, self.cookies, self.line, self.used = address, timeout, {}, None, 0.0

    def ask(self, method, path, body=None, headers=None):
        # The server ends a connection after five quiet seconds.
        if time.monotonic() - self.used > 3:
            self.close()
        if self.line is None:
            over = {"timeout": self.timeout}
            self.line = (
                http.client.HTTPSConnection(*self.address, context=self.tls, **over) if self.tls
                else http.client.HTTPConnection(*self.address, **over)
            )
        sent = {"Cookie": "; ".join(f"{k}={v}" for k, v in self.cookies.items()), **(headers or {})}
        try:
            self.line.request(method, path.split("#")[0], body, sent)
            response = self.line.getresponse()
            answer = Answer(response.status, {k.lower(): v for k, v in response.getheaders()}, response.read())
            cookies = response.headers.get_all("set-cookie") or []
            self.used = time.monotonic()
        except (OSError, http.client.HTTPException):
            self.close()
            raise
        for cookie in cookies:
            pair, _, rest = cookie.partition(";")
            name, _, value = pair.partition("=")
            self.cookies[name] = value
            if "Max-Age=0" in rest:
                del self.cookies[name]
        return answer

    def get(self, path):
        return self.ask("GET", path)

    def send(self, form):
        action, fields = form
        body = urllib.parse.urlencode(fields)
        return self.ask("POST", action, body, {"Content-Type": "application/x-www-form-urlencoded"})

    def sign_in(self, account):
        page = self.get("/sign-in")
        answer = self.send(page.form("/sign-in", login=account["login"], password=account["password"]))
        if answer.status != 303:
            raise AssertionError(f"sign-in: {answer.status} {answer.words()[:300]}")
        return self

    def led_on(self, form):
        """Sends a form that leads on; where to."""
        answer = self.send(form)
        if answer.status != 303:
            raise AssertionError(f"{form[0]}: {answer.status} {answer.words()[:300]}")
        return answer.to

    def close(self):
        if self.line is not None:
            self.line.close()
        self.line = None

    # ---- the trip ----

    def drafted(self, kind="firm-membership", **typed):
        """Steps 1 to 3: the preview's page and its submit form."""
        begun = self.led_on(self.get("/apply").form("/apply"))
        form = self.led_on(self.get(begun).form(begun, kind=kind))
        preview = self.led_on(self.get(form).form(form, go="next", **typed))
        return preview.replace("/preview", "/submit"), self.get(preview)

    def apply(self, kind="firm-membership", **typed):
        """A whole application; its number once the server has said that it is submitted."""
        submit, page = self.drafted(kind, **typed)
        answer = self.send(page.form(submit))
        if answer.status != 303 or not answer.to.endswith("/done"):
            raise AssertionError(f"submit: {answer.status} {answer.words()[:300]}")
        return int(answer.to.split("/")[2])


class Demo:
    """`goodstanding demo` in a folder of its own, which outlives it."""

    living, made = [], []

    def __init__(self, name, folder=None, before=(), env=None):
        self.folder = Path(folder or tempfile.mkdtemp(prefix="goodstanding-faults-"))
        self.data, self.name, self.before, self.env = self.folder / "data", name, list(before), env or {}
        SCRATCH.mkdir(parents=True, exist_ok=True)
        self.log = SCRATCH / f"faults-{name}.log"
        self.log.write_text("")
        self.child = None
        Demo.made.append(self)

    def start(self, before=None, env=None, wait=40):
        """Starts it, perhaps by another program that injects faults; waits until it listens."""
        command = list(self.before if before is None else before)
        command += [BINARY, "demo", "--json", "--listen", "127.0.0.1:0", "--data", str(self.data)]
        with open(self.log, "a") as log:
            self.child = subprocess.Popen(
                command, stdout=subprocess.PIPE, stderr=log, text=True, env={**os.environ, **self.env, **(env or {})},
                start_new_session=True,
            )
        Demo.living.append(self.child)
        said = []
        reader = threading.Thread(target=lambda: said.append(self.child.stdout.readline()), daemon=True)
        reader.start()
        reader.join(wait)
        if not said or not said[0].strip():
            self.kill()
            raise AssertionError(f"the demo did not start: {self.tail()}")
        told = json.loads(said[0])
        self.accounts = {account["role"]: account for account in told["accounts"]}
        url = urllib.parse.urlparse(told["url"])
        self.url, self.address = told["url"].rstrip("/"), (url.hostname, url.port)
        return self

    def pid(self):
        """The program's own process, also where another one started it."""
        mine = self.child.pid
        try:
            below = Path(f"/proc/{mine}/task/{mine}/children").read_text().split()
        except OSError:
            below = []
        return int(below[0]) if below and os.path.basename(os.readlink(f"/proc/{mine}/exe")) != "goodstanding" else mine

    def memory(self):
        """Resident MiB: now, and at most so far."""
        text = Path(f"/proc/{self.pid()}/status").read_text()
        return [int(re.search(rf"{name}:\s+(\d+)", text)[1]) // 1024 for name in ("VmRSS", "VmHWM")]

    def browser(self, role=None, **options):
        browser = Browser(self.address, **options)
        return browser.sign_in(self.accounts[role]) if role else browser

    def kill(self):
        """kill -9, of everything that was started for it."""
        if self.child and self.child.poll() is None:
            os.killpg(self.child.pid, signal.SIGKILL)
            self.child.wait()

    def stop(self, seconds=40):
        """Asks it to end; its exit status."""
        if self.child.poll() is None:
            os.kill(self.pid(), signal.SIGTERM)
        return self.ended(seconds)

    def ended(self, seconds=40):
        """Waits for its end; its exit status, or none."""
        try:
            return self.child.wait(seconds)
        except subprocess.TimeoutExpired:
            self.kill()
            return None

    def tail(self):
        return "\n".join(self.log.read_text(errors="replace").splitlines()[-15:])

    def command(self, *arguments):
        done = subprocess.run([BINARY, *arguments, "--data", str(self.data)], capture_output=True, text=True)
        return done.returncode, done.stdout + done.stderr

    def whole(self, what):
        """The store holds against its log, its serials and its audit chain."""
        status, said = self.command("verify-log")
        return ok(f"{what}: verify-log finds everything whole", status == 0, said)


def finish():
    for child in Demo.living:
        if child.poll() is None:
            os.killpg(child.pid, signal.SIGKILL)
    sys.exit(1 if failures else 0)
