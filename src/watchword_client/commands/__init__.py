"""The verbs for people at their own machine, one module each."""
