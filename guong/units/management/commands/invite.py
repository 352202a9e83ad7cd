from argparse import ArgumentParser
from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError
from django.core.validators import validate_email
from django.utils.translation import gettext as _

from guong.accounts import invitations
from guong.units.actions import invite
from guong.units.models import Person


class Command(BaseCommand):
    help = "Invite somebody to set password and second step: prints the address, or mails it with --mail."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("username", help="the name for signing in, as given to “guong appoint”")
        parser.add_argument("--mail", default="", help="send the address there instead of printing it")

    def handle(self, *_args: Any, username: str, mail: str, **_options: Any) -> None:
        person = Person.objects.filter(user__username=username, user__is_active=True).first()
        if person is None:
            raise CommandError(_("Nobody signs in as {username}.").format(username=username), returncode=2)
        if mail:
            self._mail(person, mail)
        else:
            made = invite(by=None, person=person)
            self.stdout.write(_("Good for three days, and once:"))
            self.stdout.write(invitations.give_key(made))

    def _mail(self, person: Person, mail: str) -> None:
        try:
            validate_email(mail)
        except ValidationError as wrong:
            raise CommandError(" ".join(wrong.messages), returncode=2) from wrong
        invite(by=None, person=person, email=mail)
        self.stdout.write(_("The worker sends the invitation to {mail}.").format(mail=mail))
