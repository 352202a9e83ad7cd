"""Inputs that a phone knows how to fill."""

from typing import Any

from django import forms


def date_input() -> forms.DateInput:
    """The device's own calendar; the value travels as ISO."""
    return forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")


def time_input() -> forms.TimeInput:
    return forms.TimeInput(attrs={"type": "time"}, format="%H:%M")


def moment_input() -> forms.DateTimeInput:
    return forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M")


class CountField(forms.IntegerField):
    """A head count: digits on the phone's number keys, steppers beside it where scripts run."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("min_value", 0)
        kwargs.setdefault("max_value", 99_999)
        widget = forms.TextInput(attrs={"inputmode": "numeric", "pattern": "[0-9]*", "autocomplete": "off"})
        super().__init__(widget=widget, **kwargs)
