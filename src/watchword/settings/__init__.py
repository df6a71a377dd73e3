"""The settings: flags, then the environment, then DIR/watchword.toml. Nothing else reads these."""

from watchword.settings.key_ring import KEYS
from watchword.settings.model import AUTHORITY, Settings
from watchword.settings.readers import SettingsError
from watchword.settings.sources import FILE, environment, load, take_out_of_sight

__all__ = [
    "AUTHORITY",
    "FILE",
    "KEYS",
    "Settings",
    "SettingsError",
    "environment",
    "load",
    "take_out_of_sight",
]
