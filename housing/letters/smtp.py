"""Letters by mail: SMTP with STARTTLS or TLS (RFC 5321, RFC 3207)."""

import smtplib
import ssl
from dataclasses import dataclass, field
from email.message import EmailMessage
from email.utils import formatdate, parseaddr

from housing.core.errors import BadInput
from housing.core.settings import Settings
from housing.letters.post import NotCarried, Post, trusted

SECONDS = 20.0


@dataclass(frozen=True, slots=True)
class MailServer:
    """One mail server. `security`: starttls, tls or none; an empty `user` signs in nowhere."""

    host: str
    port: int
    security: str
    user: str
    password: str = field(repr=False)
    sender: str
    trusted: ssl.SSLContext | None = None
    seconds: float = SECONDS
    name: str = "smtp"

    @classmethod
    def of(cls, settings: Settings) -> "MailServer":
        """Return the mail server of the settings.

        Raises:
            BadInput: the sender's address or the password is missing; names the setting.
        """
        if "@" not in parseaddr(settings.mail_from)[1]:
            raise BadInput("HOUSING_MAIL_FROM：请填写发件地址 / set the sender's address")
        if settings.smtp_user and not settings.smtp_password:
            raise BadInput("HOUSING_SMTP_PASSWORD：请设置邮箱密码 / set the mail password")
        return cls(
            settings.smtp_host,
            settings.smtp_port,
            settings.smtp_security,
            settings.smtp_user,
            settings.smtp_password,
            settings.mail_from,
        )

    def carry(self, post: Post) -> None:
        """Hand a letter to the mail server.

        Its Message-ID is made of the delivery's key: a letter that was sent twice, because a
        process died before it could note the first time, is one letter for most mail programs.

        Raises:
            NotCarried: final when the server refuses recipient or letter for good (5xx).
        """
        try:
            with self._connected() as server:
                server.send_message(self._message(post))
        except smtplib.SMTPRecipientsRefused as fault:
            codes = [code for code, _words in fault.recipients.values()]
            raise NotCarried(str(fault), is_final=all(code >= 500 for code in codes)) from fault
        except smtplib.SMTPDataError as fault:
            why = f"SMTP {fault.smtp_code}: {fault.smtp_error!r}"
            raise NotCarried(why, is_final=fault.smtp_code >= 500) from fault
        except smtplib.SMTPResponseException as fault:
            # The server, the password or the sender: an administrator can mend it; letters wait.
            raise NotCarried(f"SMTP {fault.smtp_code}: {fault.smtp_error!r}") from fault
        except (smtplib.SMTPException, OSError) as fault:
            raise NotCarried(f"{type(fault).__name__}: {fault}") from fault
        except ValueError as fault:
            raise NotCarried(f"address: {fault}", is_final=True) from fault

    def _connected(self) -> smtplib.SMTP:
        context = self.trusted or trusted()
        if self.security == "tls":
            server: smtplib.SMTP = smtplib.SMTP_SSL(
                self.host, self.port, timeout=self.seconds, context=context
            )
        else:
            server = smtplib.SMTP(self.host, self.port, timeout=self.seconds)
        try:
            if self.security == "starttls":
                server.starttls(context=context)  # Refused by the server: nothing is sent.
            if self.user:
                server.login(self.user, self.password)
        except BaseException:
            server.close()
            raise
        return server

    def _message(self, post: Post) -> EmailMessage:
        message = EmailMessage()
        domain = parseaddr(self.sender)[1].rpartition("@")[2]
        message["From"] = self.sender
        message["To"] = post.to
        message["Subject"] = post.subject
        message["Date"] = formatdate(localtime=False)
        message["Message-ID"] = f"<{post.key}@{domain}>"
        message["Auto-Submitted"] = "auto-generated"
        message.set_content(post.body)
        return message
