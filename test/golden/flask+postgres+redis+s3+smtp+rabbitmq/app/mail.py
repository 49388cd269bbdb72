"""The mail: messages, and the SMTP server that takes them for delivery."""

import random
import re
import smtplib
import ssl
import time
from base64 import b64encode
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from email.message import EmailMessage
from email.utils import localtime, make_msgid
from typing import Annotated
from urllib.parse import SplitResult, unquote, urlsplit

from pydantic import AfterValidator, BaseModel, Field
from pydantic_core import PydanticCustomError

from app import SERVICE
from app.config import Settings
from app.gate import Gate
from app.lifecycle import UnavailableError

# How long the server may take for each answer, and the longest wait before a second try to
# connect, in seconds.
ANSWER_LIMIT = 3
WAIT_LIMIT = 0.5

AUTHENTICATED = 235

# What a server answers that takes other messages.
REFUSALS = (smtplib.SMTPRecipientsRefused, smtplib.SMTPSenderRefused, smtplib.SMTPDataError)

# As HTML defines it: no list, no name, no comment.
ADDRESS = re.compile(
    r"[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}"
    r"@[A-Za-z0-9]([A-Za-z0-9-]{0,61}[A-Za-z0-9])?(\.[A-Za-z0-9]([A-Za-z0-9-]{0,61}[A-Za-z0-9])?)*"
)
# A line can be ended by more than a newline, and an encoded word (=?...?=) can hide one.
NOT_A_LINE = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029]|=\?")


def _address(value: str) -> str:
    if not ADDRESS.fullmatch(value):
        raise PydanticCustomError("address", "must be one mail address")
    return value


def _line(value: str) -> str:
    if NOT_A_LINE.search(value):
        raise PydanticCustomError("line", "must be one line of text")
    return value


class Message(BaseModel):
    to: Annotated[str, Field(max_length=254), AfterValidator(_address)]
    subject: Annotated[str, Field(min_length=1, max_length=200), AfterValidator(_line)]
    text: Annotated[str, Field(min_length=1, max_length=100_000, pattern="^[^\\x00]*$")]


class Mail:
    name = "mail"
    sender: str
    server: SplitResult
    gate: Gate

    def open(self, settings: Settings) -> None:
        self.gate = Gate(self.name)
        self.sender = settings.mail_from
        self.server = urlsplit(settings.smtp_url)

    def check(self) -> None:
        with self.gate.trial(), answering(), self._session() as session:
            session.noop()

    def close(self) -> None:
        """Nothing is open: each message has a connection of its own, as servers end idle ones."""

    def send(self, message: Message) -> str:
        """Hands a message over, and returns its Message-ID."""
        email = compose(message, self.sender)
        try:
            with self.gate.turn(), answering():
                self._hand_over(email)
        except REFUSALS as error:
            raise UnavailableError(str(error)) from error
        return str(email["Message-ID"])

    def _hand_over(self, email: EmailMessage) -> None:
        with self._session() as session:
            session.send_message(email)

    @contextmanager
    def _session(self) -> Iterator[smtplib.SMTP]:
        with closing(self._connect()) as session:
            self._log_in(session)
            yield session
            # What was to be done is done, whatever the server says to this.
            with suppress(OSError):
                session.quit()

    def _connect(self) -> smtplib.SMTP:
        """Tries twice, but only this: what was sent once could arrive twice."""
        try:
            return self._connect_once()
        except OSError:
            # Instances that failed together don't try again together.
            time.sleep(random.uniform(0, WAIT_LIMIT))  # noqa: S311
            return self._connect_once()

    def _connect_once(self) -> smtplib.SMTP:
        host = self.server.hostname or ""
        if self.server.scheme == "smtps":
            return smtplib.SMTP_SSL(
                host,
                self.server.port or 465,
                local_hostname=SERVICE,
                timeout=ANSWER_LIMIT,
                context=ssl.create_default_context(),
            )
        return smtplib.SMTP(
            host, self.server.port or 587, local_hostname=SERVICE, timeout=ANSWER_LIMIT
        )

    def _log_in(self, session: smtplib.SMTP) -> None:
        session.ehlo_or_helo_if_needed()
        if self.server.scheme == "smtp" and session.has_extn("starttls"):
            session.starttls(context=ssl.create_default_context())
        if not self.server.username:
            return
        user, password = unquote(self.server.username), unquote(self.server.password or "")
        if user.isascii() and password.isascii():
            session.login(user, password)
        else:
            _log_in_plainly(session, user, password)


mail = Mail()


def _log_in_plainly(session: smtplib.SMTP, user: str, password: str) -> None:
    session.ehlo_or_helo_if_needed()
    # The standard library's own way knows ASCII only.
    token = b64encode(f"\0{user}\0{password}".encode()).decode()
    code, answer = session.docmd("AUTH", f"PLAIN {token}")
    if code != AUTHENTICATED:
        raise smtplib.SMTPAuthenticationError(code, answer)


def compose(message: Message, sender: str) -> EmailMessage:
    email = EmailMessage()
    email["Date"] = localtime()
    email["From"] = sender
    email["Message-ID"] = make_msgid(domain=sender.rpartition("@")[2])
    email["Subject"] = message.subject
    email["To"] = message.to
    email.set_content(message.text)
    return email


@contextmanager
def answering() -> Iterator[None]:
    """Tells an outage of the server from its refusal of one message."""
    try:
        yield
    except REFUSALS:
        raise
    except OSError as error:
        raise UnavailableError(str(error)) from error
