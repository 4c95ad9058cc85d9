"""`vaultval.toml`: what a vault sets for itself."""

from vaultval.config.reading import NOTE, read
from vaultval.config.settings import SETTINGS, Setting
from vaultval.config.shape import Config, Folders, Linking, Scoring, Valuation, Write

__all__ = [
    "NOTE", "SETTINGS", "Config", "Folders", "Linking", "Scoring", "Setting", "Valuation", "Write", "read",
]  # fmt: skip
