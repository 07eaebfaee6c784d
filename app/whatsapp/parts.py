"""Objects of a provider's payload: models that read keys in any case, and errors that name a field as it is spelled."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache
from typing import Any, TypeVar

from pydantic import BaseModel, ConfigDict, ValidationError, model_validator
from pydantic.alias_generators import to_camel

from app.domain.errors import BadEventError

PartT = TypeVar("PartT", bound="Part")


class Part(BaseModel):
    """An object of a payload: keys in any case, unknown ones ignored, null the same as absent."""

    model_config = ConfigDict(extra="ignore", frozen=True, alias_generator=to_camel)

    @model_validator(mode="before")
    @classmethod
    def _any_case(cls, value: Any) -> Any:
        if not isinstance(value, Mapping):
            return value
        names, known = _aliases(cls), dict[str, Any]()
        for key, member in value.items():
            name = names.get(key.lower())
            if name is not None and member is not None and known.get(name, "") == "":
                known[name] = member
        return known


def read(model: type[PartT], value: object, path: str) -> PartT:
    """Return an object of a payload in its shape.

    Args:
        path: dotted path of `value` in the payload, "" for the whole.

    Raises:
        BadEventError: names the field in the payload's own spelling; quotes no value.
    """
    try:
        return model.model_validate(value)
    except ValidationError as error:
        first = error.errors(include_url=False, include_context=False, include_input=False)[0]
    # Outside the handler, because pydantic's exception quotes the value.
    raise BadEventError(joined(path, *_spelled(value, first["loc"])), first["msg"].removeprefix("Value error, "))


def find(value: Mapping[str, Any], name: str) -> tuple[str, Any]:
    """Return a member and the key it has in the payload, whatever its case; the name itself and None if absent.

    Args:
        name: in lower case.
    """
    for key, member in value.items():
        if member is not None and key.lower() == name:
            return key, member
    return name, None


def joined(*steps: str) -> str:
    """Return a dotted path; empty steps are left out."""
    return ".".join(step for step in steps if step)


@cache
def _aliases(model: type[Part]) -> dict[str, str]:
    aliases = [field.alias or name for name, field in model.model_fields.items()]
    return {alias.lower(): alias for alias in aliases}


def _spelled(value: object, location: tuple[int | str, ...]) -> list[str]:
    steps = []
    for step in location:
        key: str | int = step
        if isinstance(value, Mapping) and isinstance(step, str):
            key = next((name for name in value if name.lower() == step.lower()), step)
            value = value.get(key)
        elif isinstance(value, Sequence) and isinstance(step, int):
            value = value[step]
        steps.append(str(key))
    return steps
