"""The installed git at work: processes, folders, slots, hooks, upkeep."""
