"""Large files beside repositories, and locks on paths (Git LFS)."""
