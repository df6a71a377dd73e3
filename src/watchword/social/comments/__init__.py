"""What people write below commits."""
