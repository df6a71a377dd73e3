"""Git over SSH: who holds a key is let in to what git does, and to nothing else."""
