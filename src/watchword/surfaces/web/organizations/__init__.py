"""Pages of organizations: made, run, joined and left; their people and teams."""
