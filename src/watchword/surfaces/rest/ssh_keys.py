"""SSH keys of people: those that open their accounts, and those with which they sign."""

from msgspec import Struct

from watchword.access.gate import Grant
from watchword.access.table import keys as table
from watchword.accounts.model import User
from watchword.authn.resolve import Caller
from watchword.kernel.ids import KeyId, SigningKeyId
from watchword.kernel.pagination import Page
from watchword.keys import ssh
from watchword.keys.model import PublicKey, SigningKey
from watchword.surfaces.http_kit.route_table import Params, route
from watchword.surfaces.rest.endpoint import Endpoint, endpoint
from watchword.surfaces.rest.finding import number
from watchword.surfaces.rest.paging import Paged
from watchword.surfaces.rest.reading import Nothing
from watchword.surfaces.rest.services import Services
from watchword.surfaces.rest.users import named, oneself
from watchword.surfaces.shapes import keys as shapes
from watchword.surfaces.shapes.addresses import Addresses
from watchword.surfaces.shapes.keys import Key, SigningKeyShape, SimpleKey
from watchword.work.unit import Work


class NewKey(Struct, kw_only=True):
    """A key to be added."""

    key: str
    """The line of an `.pub` file."""
    title: str | None = None


def own_key(work: Work, caller: Caller, params: Params) -> PublicKey | None:
    """The key of that number, among those of whoever asks (attack 58)."""
    wanted = number(params["key_id"])
    found = None if wanted is None else work.public_keys.by_id(KeyId(wanted))
    mine = found is not None and found.user is not None and found.user == caller.actor.user
    return found if mine else None


def own_signing_key(work: Work, caller: Caller, params: Params) -> SigningKey | None:
    """The signing key of that number, among those of whoever asks (attack 58)."""
    wanted = number(params["ssh_signing_key_id"])
    found = None if wanted is None else work.signing_keys.by_id(SigningKeyId(wanted))
    return found if found is not None and found.user == caller.actor.user else None


class Keys:
    """Handlers of the keys that open accounts."""

    def __init__(self, at: Addresses) -> None:
        """Name addresses there."""
        self._at = at

    def list_own(self, work: Work, grant: Grant[User], asked: Paged) -> Page[Key]:
        """List one's own SSH keys."""
        page = work.public_keys.of_user(grant.target.id, asked.request)
        return page.map(self._shown)

    def list_theirs(self, work: Work, grant: Grant[User], asked: Paged) -> Page[SimpleKey]:
        """List the SSH keys of a person."""
        return work.public_keys.of_user(grant.target.id, asked.request).map(shapes.simple_key)

    def show(self, _work: Work, grant: Grant[PublicKey], _asked: Nothing) -> Key:
        """Show an SSH key."""
        return self._shown(grant.target)

    def add(self, work: Work, grant: Grant[User], wanted: NewKey) -> Key:
        """Add an SSH key."""
        return self._shown(ssh.add(work, grant, wanted.title, wanted.key))

    def delete(self, work: Work, grant: Grant[PublicKey], _asked: Nothing) -> None:
        """Delete an SSH key."""
        ssh.delete(work, grant)

    def _shown(self, key: PublicKey) -> Key:
        return shapes.key_of_user(key, self._at)


class SigningKeys:
    """Handlers of the keys with which people sign."""

    def list_of(self, work: Work, grant: Grant[User], asked: Paged) -> Page[SigningKeyShape]:
        """List the SSH signing keys of a person."""
        return work.signing_keys.of_user(grant.target.id, asked.request).map(shapes.signing_key)

    def show(self, _work: Work, grant: Grant[SigningKey], _asked: Nothing) -> SigningKeyShape:
        """Show an SSH signing key."""
        return shapes.signing_key(grant.target)

    def add(self, work: Work, grant: Grant[User], wanted: NewKey) -> SigningKeyShape:
        """Add an SSH signing key."""
        return shapes.signing_key(ssh.add_signing(work, grant, wanted.title, wanted.key))

    def delete(self, work: Work, grant: Grant[SigningKey], _asked: Nothing) -> None:
        """Delete an SSH signing key."""
        ssh.delete_signing(work, grant)


def routes(services: Services) -> list[Endpoint]:
    """The rows."""
    return [*_keys(Keys(services.at)), *_signing_keys(SigningKeys())]


def _keys(own: Keys) -> list[Endpoint]:
    path, one = "/user/keys", "/user/keys/{key_id}"
    theirs = "/users/{username}/keys"
    return [
        endpoint(
            route("GET", path, table.LIST, oneself, own.list_own, Paged),
            "users/keys#list-public-ssh-keys-for-the-authenticated-user",
        ),
        endpoint(
            route("POST", path, table.ADD, oneself, own.add, NewKey, status=201),
            "users/keys#create-a-public-ssh-key-for-the-authenticated-user",
        ),
        endpoint(
            route("GET", one, table.READ, own_key, own.show, Nothing),
            "users/keys#get-a-public-ssh-key-for-the-authenticated-user",
        ),
        endpoint(
            route("DELETE", one, table.DELETE, own_key, own.delete, Nothing, status=204),
            "users/keys#delete-a-public-ssh-key-for-the-authenticated-user",
        ),
        endpoint(
            route("GET", theirs, table.LIST_OF_USER, named, own.list_theirs, Paged),
            "users/keys#list-public-keys-for-a-user",
        ),
    ]


def _signing_keys(own: SigningKeys) -> list[Endpoint]:
    path, one = "/user/ssh_signing_keys", "/user/ssh_signing_keys/{ssh_signing_key_id}"
    theirs = "/users/{username}/ssh_signing_keys"
    about = "users/ssh-signing-keys"
    return [
        endpoint(
            route("GET", path, table.LIST_SIGNING, oneself, own.list_of, Paged),
            f"{about}#list-ssh-signing-keys-for-the-authenticated-user",
        ),
        endpoint(
            route("POST", path, table.ADD_SIGNING, oneself, own.add, NewKey, status=201),
            f"{about}#create-a-ssh-signing-key-for-the-authenticated-user",
        ),
        endpoint(
            route("GET", one, table.READ_SIGNING, own_signing_key, own.show, Nothing),
            f"{about}#get-an-ssh-signing-key-for-the-authenticated-user",
        ),
        endpoint(
            route(
                "DELETE",
                one,
                table.DELETE_SIGNING,
                own_signing_key,
                own.delete,
                Nothing,
                status=204,
            ),
            f"{about}#delete-an-ssh-signing-key-for-the-authenticated-user",
        ),
        endpoint(
            route("GET", theirs, table.LIST_SIGNING_OF_USER, named, own.list_of, Paged),
            f"{about}#list-ssh-signing-keys-for-a-user",
        ),
    ]
