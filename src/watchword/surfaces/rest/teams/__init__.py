"""Teams of organizations, their members, and the repositories that they work with."""
