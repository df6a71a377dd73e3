"""The settings: flags, then the environment, then DIR/watchword.toml. Nothing else reads these."""

from watchword.settings.key_ring import KEYS
from watchword.settings.model import Settings
from watchword.settings.readers import SettingsError
from watchword.settings.sources import FILE, environment, environment_of_children, load

__all__ = [
    "FILE",
    "KEYS",
    "Settings",
    "SettingsError",
    "environment",
    "environment_of_children",
    "load",
]
