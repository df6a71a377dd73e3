"""Where protocols meet the domain: decode, call, encode. Surfaces do not know each other."""
