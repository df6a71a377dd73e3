"""Fields that are connections: what all of them are asked for stands here once."""

import inspect
from collections.abc import Callable
from typing import Any

import strawberry

from watchword.access.operation import Operation
from watchword.surfaces.graphql.absent import PAGED
from watchword.surfaces.graphql.asking import asks, here
from watchword.surfaces.graphql.paging import Wanted

Info = strawberry.Info[Any, Any]


def paged(
    kind: Any,
    description: str,
    give: Callable[..., Any],
    *operations: Operation,
    **arguments: Any,
) -> Any:
    """Make a field that gives a part of a list; `give` gets the run, the object and the part.

    It may ask the gate for these operations, and must for one. Other arguments than those of every
    connection are optional, and handed on where they are sent.
    """

    def resolve(self: Any, info: Info, **sent: Any) -> Any:
        name = info.field_name
        wanted = Wanted(name, *(sent.pop(one, None) for one in PAGED))
        return give(here(info), self, wanted, **sent)

    whole = {"self": inspect.Parameter.empty, "info": Info, **PAGED, **arguments}
    given = {"self", "info"}
    resolve.__signature__ = inspect.Signature(  # type: ignore[attr-defined]
        [
            inspect.Parameter(
                name,
                inspect.Parameter.POSITIONAL_OR_KEYWORD,
                default=inspect.Parameter.empty if name in given else None,
                annotation=one,
            )
            for name, one in whole.items()
        ],
        return_annotation=kind,
    )
    # Names of types are looked up where the field stands.
    resolve.__module__ = give.__module__
    return asks(*operations, description=description)(resolve)
