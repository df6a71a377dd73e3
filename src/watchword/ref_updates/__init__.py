"""Every change of a ref goes through here: by git, by the web, by the API."""
