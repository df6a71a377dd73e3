"""Secret-scanning alerts as GitHub's JSON has them.

What this server does not have (push protection, secrets in base 64) is told as GitHub tells it
where nothing of it happened.
"""

from datetime import datetime
from typing import Literal

from msgspec import UNSET, Struct, UnsetType

from watchword.kernel.secret import Secret
from watchword.leaks.model import Alert as Model
from watchword.leaks.model import Location as LocationModel
from watchword.leaks.model import Resolution, State, Validity
from watchword.leaks.patterns import TITLES
from watchword.repositories.model import Repository
from watchword.surfaces.shapes.addresses import Addresses, moment
from watchword.surfaces.shapes.repositories import Linked
from watchword.surfaces.shapes.users import SimpleUser


class LocationDetails(Struct, kw_only=True):
    """Where in a file a secret stands."""

    path: str
    start_line: int
    end_line: int
    start_column: int
    end_column: int
    blob_sha: str
    blob_url: str
    commit_sha: str
    commit_url: str


class SecretLocation(Struct, kw_only=True):
    """A place of an alert."""

    type: Literal["commit"] = "commit"
    details: LocationDetails


class SecretAlert(Struct, kw_only=True):
    """An alert; `repository` is told in lists over several of them."""

    number: int
    created_at: datetime
    updated_at: datetime
    url: str
    html_url: str
    locations_url: str
    state: State
    resolution: Resolution | None
    resolved_at: datetime | None
    resolved_by: SimpleUser | None
    resolution_comment: str | None
    secret_type: str
    secret_type_display_name: str
    secret: str | UnsetType = UNSET
    """Left out of webhooks (GHES behaviour), and where `hide_secret` asks for that."""
    validity: Validity
    publicly_leaked: bool
    multi_repo: bool
    is_base64_encoded: bool = False
    has_more_locations: bool
    first_location_detected: LocationDetails | None
    push_protection_bypassed: bool = False
    push_protection_bypassed_by: None = None
    push_protection_bypassed_at: None = None
    push_protection_bypass_request_reviewer: None = None
    push_protection_bypass_request_reviewer_comment: None = None
    push_protection_bypass_request_comment: None = None
    push_protection_bypass_request_html_url: None = None
    repository: Linked | UnsetType = UNSET


def secret_alert(
    found: Model,
    at: Addresses,
    *,
    validity: Validity,
    resolved_by: SimpleUser | None,
    first: LocationModel | None,
    places: int,
    elsewhere: bool,
    secret: Secret | None = None,
    repository: Linked | None = None,
) -> SecretAlert:
    """Tell of an alert."""
    name = found.repository.full_name
    url = f"{at.api}/repos/{name}/secret-scanning/alerts/{found.number}"
    return SecretAlert(
        number=found.number,
        created_at=moment(found.created_at),
        updated_at=moment(found.updated_at),
        url=url,
        html_url=f"{at.site}/{name}/security/secret-scanning/{found.number}",
        locations_url=f"{url}/locations",
        state=found.state,
        resolution=found.resolution,
        resolved_at=None if found.resolved_at is None else moment(found.resolved_at),
        resolved_by=resolved_by,
        resolution_comment=found.comment,
        secret_type=found.kind,
        secret_type_display_name=TITLES.get(found.kind, found.kind),
        secret=UNSET if secret is None else secret.text,
        validity=validity,
        publicly_leaked=found.repository.is_public,
        multi_repo=elsewhere,
        has_more_locations=places > 1,
        first_location_detected=None if first is None else details(first, found.repository, at),
        repository=repository or UNSET,
    )


def details(found: LocationModel, repository: Repository, at: Addresses) -> LocationDetails:
    """Tell where a secret stands."""
    place, url = found.place, f"{at.api}/repos/{repository.full_name}/git"
    spot = place.spot
    return LocationDetails(
        path=place.path,
        start_line=spot.start_line,
        end_line=spot.end_line,
        start_column=spot.start_column,
        end_column=spot.end_column,
        blob_sha=place.blob,
        blob_url=f"{url}/blobs/{place.blob}",
        commit_sha=place.commit,
        commit_url=f"{url}/commits/{place.commit}",
    )


def secret_location(found: LocationModel, repository: Repository, at: Addresses) -> SecretLocation:
    """Tell of a place of an alert."""
    return SecretLocation(details=details(found, repository, at))
