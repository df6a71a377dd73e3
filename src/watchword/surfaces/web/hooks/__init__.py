"""Pages about webhooks: the same for repositories and for organizations, in two frames."""
