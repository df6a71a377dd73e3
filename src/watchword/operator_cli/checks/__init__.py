"""What `doctor` looks at. Each check gives findings; none of them changes anything."""
