"""The real server over TLS under the eyes of scanners: wapiti (as a visitor and as each sort of people), sslyze against
Mozilla's intermediate profile, and Mozilla's HTTP Observatory. Nothing may be open; the grade is A+."""
import json
import os
import re
import shutil
import ssl
import subprocess
import tempfile
from pathlib import Path

from house import BINARY, SCRATCH, Browser, Demo, finish, note, ok, until

TOOLS = Path(os.environ["SOAK_TOOLS"])
# An address of this machine on which the port is free: the Observatory asks 443 only, and 80, where nobody listens.
HOST = "127.0.0.7"
SECONDS = os.environ.get("WAPITI_SECONDS", "120")
# What can be found in pages of ours; others look for products that are not here, or ask servers elsewhere. `csrf` knows
# tokens by a list of names in which ours is not; that posts without it are refused is asked below.
MODULES = "cookieflags,crlf,csp,exec,file,http_headers,permanentxss,redirect,sql,ssl,xss,xxe,methods,information_disclosure"


def run(command, **options):
    return subprocess.run(command, capture_output=True, text=True, **options)


def certificate(folder):
    """A root of our own and a certificate for the address."""
    subject = ["-subj", f"/CN={HOST}", "-addext", f"subjectAltName=IP:{HOST}"]
    steps = [
        ["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-days", "90",
         "-keyout", "root.key", "-out", "root.pem", "-subj", "/CN=Soak test root"],
        ["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-days", "80",
         "-CA", "root.pem", "-CAkey", "root.key", "-keyout", "tls.key", "-out", "tls.pem", *subject,
         "-addext", "basicConstraints=CA:FALSE"],
    ]
    for step in steps:
        done = run(step, cwd=folder)
        if done.returncode:
            raise AssertionError(done.stderr)


def main():
    demo = Demo("scan").start()
    demo.stop()
    folder = Path(tempfile.mkdtemp(prefix="goodstanding-scan-"))
    certificate(folder)
    (folder / "goodstanding.toml").write_text(
        f'data_dir = "{demo.data}"\nbase_url = "https://{HOST}"\nlisten = "{HOST}:443"\n'
        f'[tls]\ncert = "{folder}/tls.pem"\nkey = "{folder}/tls.key"\n[mail]\nfolder = "{folder}/mail"\n'
    )
    log = open(SCRATCH / "scan.log", "w")
    server = subprocess.Popen([BINARY, "serve", "--config", str(folder / "goodstanding.toml")], stderr=log, start_new_session=True)
    Demo.living.append(server)
    tls = ssl.create_default_context(cafile=folder / "root.pem")
    site = f"https://{HOST}"

    def living():
        try:
            return Browser((HOST, 443), tls=tls).get("/healthz").status == 200
        except OSError:
            return False

    ok("it serves over TLS", until(living, 30), (SCRATCH / "scan.log").read_text()[-600:])
    roles = ("firm-clerk", "reviewer", "registrar", "system-admin", "security-admin")
    # Signed in before anybody guesses passwords.
    people = {role: Browser((HOST, 443), tls=tls).sign_in(demo.accounts[role]) for role in roles}
    for role, browser in {"a visitor": Browser((HOST, 443), tls=tls), **people}.items():
        for path in ("/sign-in", "/account", "/apply", "/settings/kinds/new", "/accounts"):
            kind = {"Content-Type": "application/x-www-form-urlencoded"}
            refused = browser.ask("POST", path, "login=a&password=b", kind)
            away = refused.status in (403, 404) or (refused.status == 303 and refused.to.startswith("/sign-in"))
            ok(f"a post of {role} to {path} without a token is refused", away, f"{refused.status} {refused.to}")
    observatory(folder)
    sslyze()
    for role in (None, *roles):
        wapiti(site, folder, role, people.get(role))
    ok("it still answers", living())
    faults = [line for line in (SCRATCH / "scan.log").read_text().splitlines() if "panicked" in line or " 500" in line]
    ok("no fault of ours in its trace", not faults, "\n".join(faults[:5]))
    server.terminate()
    ok("it ends well", server.wait(40) == 0)
    demo.whole("after the scans")
    shutil.rmtree(folder, ignore_errors=True)


def observatory(folder):
    script = (
        "import { scan } from '@mdn/mdn-http-observatory';"
        f"const found = await scan('{HOST}');"
        "console.log(JSON.stringify({ scan: found.scan, failed: Object.values(found.tests).filter((t) => !t.pass).map((t) => [t.name, t.result]) }));"
    )
    file = TOOLS / "node" / "observe.mjs"
    file.write_text(script)
    said = run(["node", str(file)], cwd=TOOLS / "node", env={**os.environ, "NODE_EXTRA_CA_CERTS": str(folder / "root.pem")})
    try:
        found = json.loads(said.stdout.strip().splitlines()[-1])
    except (IndexError, ValueError):
        ok("Mozilla Observatory runs", False, said.stdout + said.stderr)
        return
    grade, score = found["scan"].get("grade"), found["scan"].get("score")
    ok(f"Mozilla Observatory: grade {grade}, score {score}", grade == "A+", found)


def sslyze():
    said = run([str(TOOLS / "sslyze/bin/python"), "-m", "sslyze", "--mozilla_config", "intermediate", f"{HOST}:443"])
    (SCRATCH / "sslyze.txt").write_text(said.stdout + said.stderr)
    verdict = said.stdout.split("COMPLIANCE AGAINST", 1)[-1]
    asked = "OK - Compliant" in verdict or "FAILED - Not compliant" in verdict
    reasons = re.findall(r"\* (\w+): (.+)", verdict)
    # Our own root is in nobody's list; that is the one thing which this certificate cannot have.
    others = [reason for reason in reasons if reason[0] != "certificate_path_validation"]
    ok("sslyze: Mozilla's intermediate profile is met", asked and not others, others or said.stdout[-800:])


def wapiti(site, folder, role, browser):
    who = role or "a visitor"
    report = folder / f"wapiti-{role}.json"
    command = [str(TOOLS / "wapiti/bin/wapiti"), "-u", site + "/", "-m", MODULES, "--verify-ssl", "0", "-f", "json", "-o", str(report),
               "--max-scan-time", SECONDS, "--max-attack-time", "20", "--flush-session", "--no-bugreport", "-S", "normal", "-d", "4", "--store-session", str(folder / "wapiti"),
               "-x", site + "/sign-out", "-x", site + "/large-type"]
    if role:
        command += ["-H", "Cookie: " + "; ".join(f"{k}={v}" for k, v in browser.cookies.items())]
    said = run(command)
    if not ok(f"wapiti runs as {who}", report.exists(), said.stdout[-500:] + said.stderr[-500:]):
        return
    found = json.loads(report.read_text())
    pages = found["infos"].get("crawled_pages_nbr")
    holes = {name: [item.get("info", "")[:200] + " " + item.get("path", "") for item in items][:3] for name, items in found["vulnerabilities"].items() if items}
    faults = {name: [item.get("path", "") for item in items][:3] for name, items in found["anomalies"].items() if items}
    note(f"wapiti as {who}: {pages} pages")
    ok(f"wapiti as {who}: nothing open", not holes, json.dumps(holes, ensure_ascii=False, indent=1))
    ok(f"wapiti as {who}: no fault of ours", not faults, json.dumps(faults, ensure_ascii=False, indent=1))


try:
    main()
except Exception as error:
    ok("the scan runs", False, f"{type(error).__name__}: {error}")
finish()
