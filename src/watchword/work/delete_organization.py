"""Deleting an organization with all that it owns: it takes several slices, so it stands here."""

from watchword.access.gate import Grant
from watchword.access.table import organizations as table
from watchword.kernel.pagination import PageRequest
from watchword.organizations.events import OrganizationDeleted
from watchword.organizations.model import Organization
from watchword.repositories import deletion
from watchword.repositories.ports import Affiliation, Listing
from watchword.work.unit import Work

AT_ONCE = 100


def delete_organization(work: Work, grant: Grant[Organization]) -> None:
    """Delete the rows now; the folders of the repositories follow by jobs."""
    grant.must_cover(table.DELETE)
    org = grant.target
    # Its owner administers every repository, so none is missing on this list.
    every = Listing(org.id, grant.actor.user, frozenset({Affiliation.OWNER}))
    while found := work.repositories.page(every, PageRequest(size=AT_ONCE)).items:
        for gone in found:
            work.repositories.delete(gone.id, work.now)
            work.record(deletion.fact_of(gone))
    work.organizations.delete(org.id)
    work.record(OrganizationDeleted(org.id, org.login))
