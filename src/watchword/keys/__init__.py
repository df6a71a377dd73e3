"""Public keys: of people, to sign in over SSH and to sign with, and of repositories."""
