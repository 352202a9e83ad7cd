"""Mails about accounts, in the language of the installation. Only the worker sends: nothing waits for a mail server."""

from collections.abc import Mapping

from django.core.mail import EmailMessage
from django.template.loader import render_to_string


def send(template: str, to: str, words: Mapping[str, object]) -> None:
    subject = " ".join(render_to_string(f"{template}_subject.txt", words).split())
    EmailMessage(subject, render_to_string(f"{template}_message.txt", words).strip(), None, [to]).send()
