"""Memory, and the latency of the trip's pages under 50 clients at once: pages asked for by wrk, each client with its own
connection and session; whole trips walked by 50 signed-in clerks. Reports; fails where a page fails."""
import os
import re
import subprocess
import tempfile
import threading
import time

from house import BINARY, Demo, finish, note, ok

CLIENTS = 50
SECONDS = int(os.environ.get("SECONDS_EACH", "8"))

# wrk gives every connection the next of the sessions, so that they are fifty people and not one.
LUA = """
local cookies = { %s }
local n = 0
request = function()
    n = n %% #cookies + 1
    return wrk.format("GET", nil, { ["Cookie"] = cookies[n], ["Host"] = "%s" })
end
"""


def wrk(demo, sessions, path):
    """What wrk measured of one page: requests a second, p50 and p99 in ms, failures."""
    with tempfile.NamedTemporaryFile("w", suffix=".lua") as script:
        script.write(LUA % (", ".join(f'"{cookie}"' for cookie in sessions), demo.url.split("//")[1]))
        script.flush()
        said = subprocess.run(
            ["wrk", "-t1", f"-c{CLIENTS}", f"-d{SECONDS}s", "--latency", "-s", script.name, demo.url + path],
            capture_output=True, text=True,
        ).stdout
    unit = {"us": 0.001, "ms": 1, "s": 1000}
    times = {}
    for percent in (50, 99):
        value, scale = re.search(rf"{percent}%\s+([\d.]+)(us|ms|s)", said).groups()
        times[percent] = float(value) * unit[scale]
    failed = re.search(r"Non-2xx or 3xx responses: (\d+)", said)
    rate = float(re.search(r"Requests/sec:\s+([\d.]+)", said)[1])
    return rate, times[50], times[99], int(failed[1]) if failed else 0


def percentile(times, percent):
    times = sorted(times)
    return times[min(len(times) - 1, len(times) * percent // 100)] * 1000


def main():
    demo = Demo("load").start()
    note(f"{BINARY}: resident {demo.memory()[0]} MiB at the start")
    browsers = [None] * CLIENTS

    def sign_in(n):
        for _ in range(100):
            try:
                browsers[n] = demo.browser("firm-clerk", timeout=60)
                return
            except AssertionError:
                time.sleep(0.2)  # too many at once: as people do, once more

    def all_at_once(work, clients=CLIENTS):
        threads = [threading.Thread(target=work, args=(n,)) for n in range(clients)]
        begun = time.monotonic()
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        return time.monotonic() - begun

    took = all_at_once(sign_in)
    ok(f"{CLIENTS} clerks sign in", all(browsers))
    note(f"{CLIENTS} sign-ins at once: {took:.1f} s; resident {demo.memory()} MiB (now, at most)")
    first = browsers[0]
    record = first.apply("lawyer-count")
    submit, _ = first.drafted()
    draft = submit.split("/")[2]
    code = re.search(r"/V/([0-9A-Za-z-]{16,})", first.get(f"/mine/{record}").text)
    sessions = ["; ".join(f"{k}={v}" for k, v in browser.cookies.items()) for browser in browsers]
    pages = ["/apply", f"/apply/{draft}/kind", f"/apply/{draft}/form", f"/apply/{draft}/preview", "/mine", f"/mine/{record}"]
    pages += ["/sign-in", "/verify"] + ([f"/V/{code[1]}"] if code else [])
    note(f"{'page':<28}{'requests/s':>11}{'p50 ms':>9}{'p99 ms':>9}   ({CLIENTS} clients, {SECONDS} s, wrk on the same processors)")
    for path in pages:
        shown = path.replace(draft, "{id}").replace(f"/mine/{record}", "/mine/{id}").split("/V/")[0] or "/V/{code}"
        rate, p50, p99, failed = wrk(demo, sessions, path)
        note(f"{shown:<28}{rate:>11.0f}{p50:>9.1f}{p99:>9.1f}")
        ok(f"{shown} never fails under load", failed == 0, f"{failed} failures")
    trips, failed = [], []

    def walk(n):
        for _ in range(3):
            begun = time.monotonic()
            try:
                browsers[n].apply()
                trips.append(time.monotonic() - begun)
            except (OSError, AssertionError) as error:
                failed.append(str(error))

    # One firm may have fifty drafts.
    took = all_at_once(walk, 40)
    ok(f"{len(trips)} whole trips (eight requests, four of them posts) by 40 clerks at once", not failed, failed[:3])
    note(f"{len(trips) / took:.1f} trips/s; a trip p50 {percentile(trips, 50):.0f} ms, p99 {percentile(trips, 99):.0f} ms")
    note(f"resident {demo.memory()} MiB (now, at most)")
    demo.whole("load")
    demo.stop()


main()
finish()
