"""Who is asking: from the bytes of a header to an Actor, or a refusal."""
