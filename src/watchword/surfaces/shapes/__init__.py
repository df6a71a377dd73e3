"""GitHub's JSON as types: what the API, and later its hooks, say of accounts and repositories."""
