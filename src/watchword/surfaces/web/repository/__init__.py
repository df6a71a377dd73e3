"""The pages of a repository: what lies in it, how it came about, how it is run."""
