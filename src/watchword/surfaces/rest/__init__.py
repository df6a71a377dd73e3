"""The REST API below /api/v3, as GitHub Enterprise Server speaks it."""
