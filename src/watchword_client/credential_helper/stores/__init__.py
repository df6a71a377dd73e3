"""Where credentials are kept: in a file, in the memory of a process, or in the keychain."""
