/** What generated Python begins with, after its first line and docstring. It works with pydantic 1.10 and 2, on Python 3.8 and later. */
export const prelude = `import json
import math
from typing import Any, ClassVar, Dict, FrozenSet, List, Optional, Tuple, Type, Union

try:
    from typing import Literal
except ImportError:  # Python 3.7
    from typing_extensions import Literal

import pydantic
from pydantic import BaseModel, Field, StrictBool, StrictStr, confloat, conint, constr

_IS_V1 = pydantic.VERSION.startswith("1.")


class Model(BaseModel):
    """Reads as tolerantly as readers of a log must: fields that are not declared are ignored."""

    # Fields that may be absent, but not null.
    not_null: ClassVar[FrozenSet[str]] = frozenset()

    if _IS_V1:

        class Config:
            extra = "ignore"

        @pydantic.root_validator(pre=True, allow_reuse=True)
        def _refuse_null(cls, values):
            return _without_nulls(cls, values)

    else:
        model_config = {"extra": "ignore", "protected_namespaces": ()}

        @pydantic.model_validator(mode="before")
        @classmethod
        def _refuse_null(cls, values):
            return _without_nulls(cls, values)


def _without_nulls(model, values):
    if isinstance(values, dict):
        for name in model.not_null:
            if name in values and values[name] is None:
                raise ValueError(f"{name}: null is not allowed; the field may be absent")
    return values


def _number(**limits: Any) -> Any:
    return Union[_integer(**limits), confloat(strict=True, allow_inf_nan=False, **limits)]


def _integer(**limits: Any) -> Any:
    whole: Dict[str, int] = {}
    for name, limit in limits.items():
        if limit == int(limit):
            whole[name] = int(limit)
        elif name in ("ge", "gt"):
            whole["ge"] = math.ceil(limit)
        else:
            whole["le"] = math.floor(limit)
    return conint(strict=True, **whole)


def _string(**limits: Any) -> Any:
    return constr(strict=True, **limits)


def _rebuild(model: Any) -> None:
    if _IS_V1:
        model.update_forward_refs()
    else:
        model.model_rebuild()
`;

/** What generated Python ends with. */
export const epilogue = `

class UnknownEvent(ValueError):
    """An event that these models do not have."""


class BadLine(ValueError):
    """A line that is not a JSON object as events are."""


def parse_event(data: Any) -> "Event":
    """The event that an object, as \`json.loads\` makes it, describes. Raises ValueError where it is none."""
    name = data.get(NAME_FIELD) if isinstance(data, dict) else None
    model = EVENTS.get(name) if isinstance(name, str) else None
    if model is None:
        raise UnknownEvent(f"expected {NAME_FIELD} to be one of {', '.join(EVENTS)}; received {name!r}")
    whole = _with_whole_numbers(data)
    return model.parse_obj(whole) if _IS_V1 else model.model_validate(whole)


def parse_line(line: Union[str, bytes]) -> "Event":
    """The event of a line of the log. Raises ValueError for a line that is not one, such as a torn last line."""
    try:
        text = line.decode("utf-8") if isinstance(line, bytes) else line
        data = json.loads(
            text, object_pairs_hook=_unique, parse_constant=_refuse_constant, parse_float=_float
        )
    except RecursionError as error:
        raise BadLine("nested too deeply") from error
    except UnicodeDecodeError as error:
        raise BadLine(f"not UTF-8: {error}") from error
    return parse_event(data)


def _unique(pairs: List[Tuple[str, Any]]) -> Dict[str, Any]:
    data = dict(pairs)
    if len(data) < len(pairs):
        raise BadLine("a name occurs twice in an object")
    return data


def _refuse_constant(name: str) -> Any:
    raise BadLine(f"{name} is not JSON")


def _float(token: str) -> float:
    value = float(token)
    if value in (float("inf"), float("-inf")):
        raise BadLine(f"no float holds {token}")
    return value


def _with_whole_numbers(data: Dict[str, Any]) -> Dict[str, Any]:
    """A copy with ints for whole floats: in JSON Schema, 5.0 is an integer. However deep the data, it does not recurse."""
    copy: Dict[str, Any] = dict(data)
    pending: List[Any] = [copy]
    while pending:
        holder = pending.pop()
        for key, value in list(holder.items()) if isinstance(holder, dict) else enumerate(holder):
            if isinstance(value, float) and value.is_integer():
                holder[key] = int(value)
            elif isinstance(value, (dict, list)):
                holder[key] = value.copy()
                pending.append(holder[key])
    return copy
`;

/** Names that the module uses itself. */
export const fixedNames = [
  ..."Any ClassVar Dict FrozenSet List Optional Tuple Type Union Literal BaseModel Field StrictBool StrictStr".split(
    " ",
  ),
  ..."Model EVENTS NAME_FIELD Event UnknownEvent BadLine ValueError UnicodeDecodeError RecursionError ImportError".split(
    " ",
  ),
  ..."json math pydantic confloat conint constr parse_event parse_line".split(" "),
];
