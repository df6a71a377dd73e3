"""SQL, and nothing but here: tables, migrations, and the ports of the slices over one connection."""
