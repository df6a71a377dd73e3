"""What lies in repositories: trees, files, history, differences; read only, never written here."""
