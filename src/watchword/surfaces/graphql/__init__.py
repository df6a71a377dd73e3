"""GraphQL at /api/graphql: GitHub's schema, as far as `gh` asks for it."""
