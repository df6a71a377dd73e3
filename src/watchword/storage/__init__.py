"""SQL, and nowhere else: tables, migrations, and the slices' ports over one connection."""
