"""Releases put into GitHub's shape, with their files and those who made them."""

from collections.abc import Sequence

from watchword.releases.model import Asset as AssetModel
from watchword.releases.model import Release as Model
from watchword.surfaces.rest.creators import creators
from watchword.surfaces.shapes.addresses import Addresses
from watchword.surfaces.shapes.releases import Asset, Release, asset, release
from watchword.work.unit import Work


def shown(work: Work, found: Model, at: Addresses) -> Release:
    """Tell of a release."""
    return all_shown(work, [found], at)[0]


def all_shown(work: Work, found: Sequence[Model], at: Addresses) -> list[Release]:
    """Tell of several; all files by one look-up, each account once."""
    files = work.releases.assets(found)
    uploaders = (one.uploader for some in files.values() for one in some)
    by = creators(work, (*(one.author for one in found), *uploaders), at)
    return [release(one, files.get(one.id, ()), by, at) for one in found]


def asset_shown(work: Work, found: AssetModel, at: Addresses) -> Asset:
    """Tell of a file."""
    return asset(found, creators(work, [found.uploader], at), at)
