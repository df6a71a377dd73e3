"""Git's protocols, without a process or a socket: bytes in, values out, and back."""
