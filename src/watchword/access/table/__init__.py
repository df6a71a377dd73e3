"""What each operation takes: one module for each capability, one row for each operation."""
