"""A self-hosted Git server whose heart is the personal access token."""

__version__ = "0.1.0"
