"""The servers that Watchword is compared to, each brought up by the bench itself."""
