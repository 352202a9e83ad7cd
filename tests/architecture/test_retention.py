"""The register of what is kept how long covers every model and every field that sounds like a person."""

import re
import tomllib
from collections.abc import Iterator
from typing import Any

from django.apps import apps
from django.db import models

from tests.architecture import house

KINDS = {"record", "draft", "account", "technical"}
LISTS = ("personal", "sealed", "plain")
SOUNDS_PERSONAL = re.compile(
    r"(^|_)(name|phone|email|username|signer|byline|author|address|responsible|credit|password|born|birth)(_|$)"
)
TEXT = (models.CharField, models.TextField, models.JSONField, models.BinaryField)


def ours() -> Iterator[type[models.Model]]:
    for model in apps.get_models():
        if model.__module__.startswith("guong."):
            yield model


def register() -> dict[str, dict[str, Any]]:
    raw = tomllib.loads((house.ROOT / "docs/retention.toml").read_text("utf-8"))
    return {f"{room}.{model}": entry for room, entries in raw.items() for model, entry in entries.items()}


def own_fields(model: type[models.Model]) -> dict[str, models.Field[Any, Any]]:
    """Fields that the model or a base of ours declares; those of a library are the library's."""
    inherited = {f.name for parent in model._meta.get_parent_list() for f in parent._meta.get_fields()}
    return {f.name: f for f in model._meta.fields if f.name not in inherited}


def test_every_model_has_its_line_and_no_line_is_left_over() -> None:
    assert set(register()) == {model._meta.label for model in ours()}


def test_lines_say_a_known_kind_and_name_fields_that_exist() -> None:
    wrong = []
    for model in ours():
        entry = register()[model._meta.label]
        listed = [name for key in LISTS for name in entry.get(key, [])]
        unknown = [name for name in listed if name not in own_fields(model)]
        if unknown or entry["kind"] not in KINDS or set(entry) - {"kind", *LISTS} or len(listed) != len(set(listed)):
            wrong.append(f"{model._meta.label}: {unknown or entry}")
    house.none(wrong)


def test_every_field_that_sounds_like_a_person_is_judged() -> None:
    silent = []
    for model in ours():
        entry = register()[model._meta.label]
        judged = {name for key in LISTS for name in entry.get(key, [])}
        for name, field in own_fields(model).items():
            if isinstance(field, TEXT) and SOUNDS_PERSONAL.search(name) and name not in judged:
                silent.append(f"{model._meta.label}.{name}")
    house.none(silent)


def test_what_is_sealed_is_stored_as_bytes() -> None:
    wrong = [
        f"{model._meta.label}.{name}"
        for model in ours()
        for name in register()[model._meta.label].get("sealed", [])
        if not isinstance(own_fields(model)[name], models.BinaryField)
    ]
    house.none(wrong)
