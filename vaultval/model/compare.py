"""Whether two readings of a vault state the same."""

import re
from dataclasses import fields, is_dataclass
from typing import Any

from pydantic import BaseModel

from vaultval.model.records import Model
from vaultval.place import Place

_LINK = re.compile(r"\[\[(?:[^\[\]|]*\|)?([^\[\]|]*)\]\]")


def states_the_same(one: Model, other: Model) -> bool:
    """Whether two models hold the same, columns and the brackets of links aside."""
    return bool(_plain(one) == _plain(other))


def _plain(value: Any) -> Any:
    if isinstance(value, Place):
        return value.note, value.line
    if isinstance(value, str):
        return _LINK.sub(r"\1", value).replace("\\", "") if "[[" in value else value
    if isinstance(value, BaseModel):
        return {name: _plain(getattr(value, name)) for name in type(value).model_fields}
    if is_dataclass(value):
        return {field.name: _plain(getattr(value, field.name)) for field in fields(value)}
    if isinstance(value, (tuple, list)):
        return [_plain(item) for item in value]
    return value
