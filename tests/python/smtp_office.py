"""A mail server with STARTTLS, AUTH and faults by address, for the stage `mail`.

    smtp_office.py PORT CERT KEY USER PASSWORD FOLDER

Says one JSON line when it listens, and one for each letter that it took. What an address does is in its local part:
unknown 550, full 552 after the text, greylisted 451 at the first try, drop hangs up in DATA at the first try, slow
answers after two seconds. Letters lie in FOLDER as they came, with the envelope's recipient as the name.
"""

import asyncio
import json
import pathlib
import ssl
import sys

from aiosmtpd.smtp import SMTP, AuthResult

PORT, CERT, KEY, USER, PASSWORD, FOLDER, *IMPLICIT = sys.argv[1:]
SEEN = {}


def say(**what):
    print(json.dumps(what), flush=True)


def first(fault, address):
    SEEN[fault, address] = SEEN.get((fault, address), 0) + 1
    return SEEN[fault, address] == 1


class Office:
    async def handle_RCPT(self, server, session, envelope, address, options):
        local = address.split("@")[0]
        if local == "unknown":
            return "550 5.1.1 <%s>: no such mailbox here" % address
        if local == "greylisted" and first("rcpt", address):
            return "451 4.7.1 greylisted, come again"
        if local == "slow":
            await asyncio.sleep(2)
        envelope.rcpt_tos.append(address)
        return "250 2.1.5 fine"

    async def handle_DATA(self, server, session, envelope):
        address = envelope.rcpt_tos[0]
        local = address.split("@")[0]
        if local == "full":
            return "552 5.2.2 mailbox full"
        if local == "drop" and first("data", address):
            server.transport.abort()
            return "451 4.3.0 nobody hears this"
        count = len(list(pathlib.Path(FOLDER).iterdir()))
        path = pathlib.Path(FOLDER, "%03d-%s.eml" % (count, address))
        path.write_bytes(envelope.original_content)
        say(to=envelope.rcpt_tos, sender=envelope.mail_from, file=str(path), tls=session.ssl is not None,
            user=getattr(session.auth_data, "login", b"").decode())
        return "250 2.0.0 taken as letter %d" % count


def authenticate(server, session, envelope, mechanism, data):
    return AuthResult(success=data.login == USER.encode() and data.password == PASSWORD.encode(), auth_data=data)


async def main():
    pathlib.Path(FOLDER).mkdir(parents=True, exist_ok=True)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(CERT, KEY)

    def connection():
        # Where the whole connection is TLS (port 465), nothing is left to begin within it.
        begins = {} if IMPLICIT else {"require_starttls": True, "auth_require_tls": True, "tls_context": context}
        return SMTP(Office(), hostname="office.example.org", auth_required=True, authenticator=authenticate,
                    **begins or {"auth_require_tls": False})

    whole = {"ssl": context} if IMPLICIT else {}
    server = await asyncio.get_running_loop().create_server(connection, "127.0.0.1", int(PORT), **whole)
    say(port=server.sockets[0].getsockname()[1])
    await server.serve_forever()


asyncio.run(main())
