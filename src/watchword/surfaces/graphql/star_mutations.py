"""Changes of stars and watches."""

from typing import Any

import strawberry

from watchword.access.gate import Grant
from watchword.access.operation import Operation
from watchword.access.table import social as table
from watchword.kernel.errors import NotAuthenticated, NotFound
from watchword.kernel.ids import RepoId, UserId
from watchword.repositories.model import Repository as Model
from watchword.social import starring, watching
from watchword.surfaces.graphql.asking import Here, asks, here
from watchword.surfaces.graphql.inputs import AddStarInput, RemoveStarInput, UpdateSubscriptionInput
from watchword.surfaces.graphql.objects import repository_of
from watchword.surfaces.graphql.query import unknown_node
from watchword.surfaces.graphql.scalars import SubscriptionState
from watchword.surfaces.graphql.stars import Starrable, Subscribable
from watchword.surfaces.shapes.node_ids import REPOSITORY, number_of

Info = strawberry.Info[Any, Any]


@strawberry.type(description="What was marked.")
class AddStarPayload:
    """What was marked."""

    starrable: Starrable | None
    client_mutation_id: str | None


@strawberry.type(description="What is marked no longer.")
class RemoveStarPayload:
    """What is marked no longer."""

    starrable: Starrable | None
    client_mutation_id: str | None


@strawberry.type(description="What is watched, ignored, or neither.")
class UpdateSubscriptionPayload:
    """What is watched, ignored, or neither."""

    subscribable: Subscribable | None
    client_mutation_id: str | None


@strawberry.type
class StarMutations:
    """Changes of stars and watches."""

    @asks(table.STAR, description="Mark something with a star.")
    def add_star(
        self,
        info: Info,
        input: AddStarInput,  # noqa: A002 - GitHub's argument
    ) -> AddStarPayload | None:
        """Mark a repository with a star."""
        run = here(info)
        grant, user = _granted(run, table.STAR, input.starrable_id)
        starring.star(run.work, grant, user)
        return AddStarPayload(
            starrable=_now(run, grant.target.id), client_mutation_id=input.client_mutation_id
        )

    @asks(table.UNSTAR, description="Take a star away.")
    def remove_star(
        self,
        info: Info,
        input: RemoveStarInput,  # noqa: A002 - GitHub's argument
    ) -> RemoveStarPayload | None:
        """Take the star of a repository away."""
        run = here(info)
        grant, user = _granted(run, table.UNSTAR, input.starrable_id)
        starring.unstar(run.work, grant, user)
        return RemoveStarPayload(
            starrable=_now(run, grant.target.id), client_mutation_id=input.client_mutation_id
        )

    @asks(table.WATCH, description="Watch something, ignore it, or neither.")
    def update_subscription(
        self,
        info: Info,
        input: UpdateSubscriptionInput,  # noqa: A002 - GitHub's argument
    ) -> UpdateSubscriptionPayload | None:
        """Choose what one wants to be told of a repository."""
        run = here(info)
        grant, user = _granted(run, table.WATCH, input.subscribable_id)
        watching.choose(
            run.work,
            grant,
            user,
            subscribed=input.state is SubscriptionState.SUBSCRIBED,
            ignored=input.state is SubscriptionState.IGNORED,
        )
        return UpdateSubscriptionPayload(
            subscribable=_now(run, grant.target.id), client_mutation_id=input.client_mutation_id
        )


def _granted(run: Here, operation: Operation, node: str) -> tuple[Grant[Model], UserId]:
    """Ask the gate, for the repository of that node id. Raises Told where there is none to know."""
    number, user = number_of(REPOSITORY, node), run.actor.user
    found = None if number is None else run.work.repositories.by_id(RepoId(number), user)
    try:
        grant = run.require(operation, found)
    except (NotFound, NotAuthenticated) as hidden:
        raise unknown_node(node) from hidden
    assert user is not None, "no other kind of credential comes over the wire"
    return grant, user


def _now(run: Here, repository: RepoId) -> Any:
    """The repository as it is now, with marks that are read anew."""
    run.marks.forget(repository)
    found = run.work.repositories.by_id(repository, run.actor.user)
    assert found is not None, "it was there a moment ago"
    return repository_of(run, found)
