"""Records in programs that are built on pydantic.

`model_of` makes the pydantic model of a record type, with the same members; `to_model` and `from_model` convert. A model of your own
works as well, as long as its members have the names of the format.

    Profile = model_of(records.ProfileRecord)
    model = to_model(opened.record, Profile)
    draft = from_model(model, records.ProfileRecord)
"""

from __future__ import annotations

import functools
from typing import Any, Dict, Optional, Tuple, Type, TypeVar, Union, get_args, get_origin, get_type_hints

import msgspec
from pydantic import BaseModel, ConfigDict, Field, create_model

from ._value import Value

__all__ = ["from_model", "model_of", "to_model"]

_V = TypeVar("_V", bound=Value)
_M = TypeVar("_M", bound=BaseModel)


class _Quiet(BaseModel):
    """A frozen model whose `repr` says nothing about persons."""

    model_config = ConfigDict(frozen=True, populate_by_name=True, extra="forbid")

    def __repr__(self) -> str:
        return f"{type(self).__name__}(…)"

    __str__ = __repr__


@functools.lru_cache(maxsize=None)
def model_of(kind: Type[Value]) -> Type[BaseModel]:
    """The pydantic model of a type, with the models of what it holds."""
    fields: Dict[str, Any] = {}
    config = kind.__struct_config__
    if config.tag is not None:
        fields["type"] = (str, Field(default=config.tag, pattern=f"^{config.tag}$"))
    hints = get_type_hints(kind)
    for field in msgspec.structs.fields(kind):
        default = field.default if field.default is not msgspec.NODEFAULT else ...
        fields[field.name] = (_with_models(hints[field.name]), Field(default=default, alias=field.encode_name))
    model: Type[BaseModel] = create_model(kind.__name__, __base__=_Quiet, __doc__=kind.__doc__, **fields)
    return model


def _with_models(hint: Any) -> Any:
    """A type, with models in the place of values."""
    if isinstance(hint, type) and issubclass(hint, Value):
        return model_of(hint)
    origin, arguments = get_origin(hint), get_args(hint)
    if origin is tuple:
        return Tuple[_with_models(arguments[0]), ...]
    if origin is Union:
        return Optional[_with_models(arguments[0])]
    return hint


def to_model(value: Value, model: Type[_M]) -> _M:
    """A value as a pydantic model.

    Raises:
        pydantic.ValidationError: The model demands what the value has not.
    """
    return model.model_validate_json(value.to_json())


def from_model(model: BaseModel, kind: Type[_V]) -> _V:
    """A pydantic model as a value; what is `None` or empty is left out.

    Raises:
        RecordFormError: The model lacks what the type demands.
    """
    return kind.from_json(model.model_dump_json(by_alias=True, exclude_none=True).encode())
