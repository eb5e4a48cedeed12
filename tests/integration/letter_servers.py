"""A real mail server and a real gateway on this machine, as good or as bad as a test needs."""

import json
import socket
import ssl
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from email import message_from_bytes, policy
from email.message import EmailMessage
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from ipaddress import ip_address
from pathlib import Path
from typing import Any

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import AuthResult
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from cryptography.x509.oid import NameOID

from housing.letters.gateway import Gateway, signature
from housing.letters.smtp import MailServer

HOST, KEY, SENDER = "127.0.0.1", "a key for tests only", "公租房 <housing@example.org>"


def free_port() -> int:
    """A port nobody listens on."""
    with socket.socket() as tried:
        tried.bind((HOST, 0))
        return int(tried.getsockname()[1])


@dataclass
class Mailbox:
    """What a mail server took; `refusal` is its answer to a recipient, None to take it."""

    port: int
    refusal: str | None = None
    messages: list[EmailMessage] = field(default_factory=list)

    async def handle_RCPT(
        self, _server: Any, _session: Any, envelope: Any, address: str, _options: Any
    ) -> str:
        """Take or refuse a recipient."""
        if self.refusal:
            return self.refusal
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, _server: Any, _session: Any, envelope: Any) -> str:
        """Keep a message."""
        message = message_from_bytes(envelope.content, policy=policy.default)
        assert isinstance(message, EmailMessage)
        self.messages.append(message)
        return "250 OK"

    def server(self, security: str = "none", **given: Any) -> MailServer:
        """The transport that reaches this server."""
        said = {"user": "", "password": "", "sender": SENDER, **given}
        return MailServer(HOST, self.port, security, **said)


@contextmanager
def mail_server(port: int = 0, **options: Any) -> Iterator[Mailbox]:
    """Run a mail server; `options` are those of aiosmtpd."""
    box = Mailbox(port or free_port())
    controller = Controller(box, hostname=HOST, port=box.port, **options)
    controller.start()
    try:
        yield box
    finally:
        controller.stop()


def asks_password(user: str, password: str) -> dict[str, Any]:
    """Options of a server that takes mail from one user only."""

    def check(_server: Any, _session: Any, _envelope: Any, _way: str, given: Any) -> AuthResult:
        right = (given.login, given.password) == (user.encode(), password.encode())
        return AuthResult(success=right, handled=False)

    return {"auth_required": True, "authenticator": check}


@dataclass(frozen=True)
class Certificate:
    """A certificate of this machine that signs for itself."""

    path: Path

    def serving(self) -> ssl.SSLContext:
        """For the server."""
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(self.path)
        return context

    def trusting(self) -> ssl.SSLContext:
        """For a client that knows it."""
        return ssl.create_default_context(cafile=str(self.path))


def certificate(folder: Path) -> Certificate:
    """Make a certificate for 127.0.0.1."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, HOST)])
    now = datetime.now(UTC)
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.IPAddress(ip_address(HOST))]), False)
        .sign(key, hashes.SHA256())
    )
    path = folder / "server.pem"
    private = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    path.write_bytes(private + made.public_bytes(Encoding.PEM))
    return Certificate(path)


@dataclass
class Phones:
    """What a gateway took, each id once, and every request it got.

    `status` is its answer, `delay` how long it thinks about it after it has taken the message.
    """

    url: str = ""
    status: int = 200
    delay: float = 0.0
    taken: dict[str, tuple[str, str]] = field(default_factory=dict)
    requests: list[str] = field(default_factory=list)
    came: threading.Event = field(default_factory=threading.Event)

    def gateway(self, **given: Any) -> Gateway:
        """The transport that reaches this gateway."""
        return Gateway(self.url, KEY, **given)


@contextmanager
def gateway_server() -> Iterator[Phones]:
    """Run a gateway that checks signatures and takes one id once."""
    phones = Phones()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            signed = self.headers["X-Housing-Signature"]
            status = phones.status
            if signed != signature(KEY, self.headers["Date"], body):
                status = 401
            said = json.loads(body)
            phones.requests.append(said["id"])
            if status == 200:
                phones.taken.setdefault(said["id"], (said["to"], said["text"]))
            phones.came.set()
            time.sleep(phones.delay)
            try:
                self.send_response(status)
                self.end_headers()
                self.wfile.write("号码无效".encode() if status >= 400 else b"{}")
            except OSError:
                pass  # The other side has given up or died.

        def log_message(self, *_said: object) -> None:
            """Keep the test's output clean."""

    server = ThreadingHTTPServer((HOST, 0), Handler)
    server.daemon_threads = True
    phones.url = f"http://{HOST}:{server.server_port}/messages"
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield phones
    finally:
        server.shutdown()
        server.server_close()
        thread.join(timeout=5)
