"""Why git fails: one file for each family of causes, each cause a function of the evidence."""
