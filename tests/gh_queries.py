"""The questions that GitHub's command line client asks in GraphQL, as it was seen to ask them."""

from typing import Final

NAMED: Final = """
query RepositoryInfo($owner: String!, $name: String!) {
  repository(owner: $owner, name: $name) {%s}
}"""

KNOWN: Final = """
fragment repo on Repository {
  id databaseId name owner{login} sshUrl hasIssuesEnabled description hasWikiEnabled
  viewerPermission defaultBranchRef{name}
}
query RepositoryInfo($owner: String!, $name: String!) {
  repository(owner: $owner, name: $name) {
    ...repo parent{...repo} mergeCommitAllowed rebaseMergeAllowed squashMergeAllowed
  }
}"""

LIST: Final = """
query RepositoryList(
  $perPage:Int!,$endCursor:String,$privacy:RepositoryPrivacy,$fork:Boolean%s
) {
  repositoryOwner: %s {
    login
    repositories(first: $perPage, after: $endCursor, privacy: $privacy, isFork: $fork,
      ownerAffiliations: OWNER, orderBy: { field: PUSHED_AT, direction: DESC }) {
      nodes{%s} totalCount pageInfo{hasNextPage,endCursor}
    }
  }
}"""

SEARCH: Final = """
query RepositoryListSearch($query:String!,$perPage:Int!,$endCursor:String) {
  search(type: REPOSITORY, query: $query, first: $perPage, after: $endCursor) {
    repositoryCount
    nodes{...on Repository{%s}}
    pageInfo{hasNextPage,endCursor}
  }
}"""

TEMPLATES: Final = """
query RepositoryList($owner:String!,$perPage:Int!,$endCursor:String) {
  repositoryOwner(login:$owner) {
    login
    repositories(first:$perPage,after:$endCursor,ownerAffiliations:OWNER,
      orderBy:{field:PUSHED_AT,direction:DESC}) {
      nodes{id name isTemplate defaultBranchRef{name}} totalCount pageInfo{hasNextPage,endCursor}
    }
  }
}"""

NETWORK: Final = """
fragment repo on Repository {
  id databaseId name owner { login } viewerPermission defaultBranchRef { name } isPrivate
}
query RepositoryNetwork {
  viewer { login }
  repo_000: repository(owner: "%s", name: "%s") { ...repo parent { ...repo } }
  repo_001: repository(owner: "%s", name: "%s") { ...repo parent { ...repo } }
}"""

PARENT: Final = """
query RepositoryFindParent($name:String!$owner:String!) {
  repository(owner:$owner,name:$name){parent{name,owner{login}}}
}"""

ORGANIZATIONS: Final = """
query OrganizationList($user: String!, $limit: Int!, $endCursor: String) {
  user(login: $user) {
    login
    organizations(first: $limit, after: $endCursor) {
      totalCount nodes { login } pageInfo { hasNextPage endCursor }
    }
  }
}"""

GISTS: Final = """
query GistList($endCursor:String$includeContent:Boolean!$per_page:Int!$visibility:GistPrivacy!){
  viewer{gists(first: $per_page, after: $endCursor, privacy: $visibility,
    orderBy: {field: CREATED_AT, direction: DESC}){
    nodes{description,files{name,text @include(if: $includeContent)},isPublic,name,updatedAt},
    pageInfo{hasNextPage,endCursor}}}
}"""

FEATURES: Final = """
query %s_fields {
  %s: __type(name: "%s") { fields(includeDeprecated: true) { name } }
}"""

PULL_REQUESTS: Final = """
query PullRequest_fields {
  PullRequest: __type(name: "PullRequest") { fields(includeDeprecated: true) { name } }
  StatusCheckRollupContextConnection: __type(name: "StatusCheckRollupContextConnection") {
    fields(includeDeprecated: true) { name }
  }
}"""

SEARCH_TYPES: Final = """
query SearchType_enumValues {
  SearchType: __type(name: "SearchType") { enumValues(includeDeprecated: true) { name } }
}"""

CREATE: Final = """
mutation RepositoryCreate($input: CreateRepositoryInput!) {
  createRepository(input: $input) { repository { id name owner { login } url } }
}"""

OF_TEMPLATE: Final = """
mutation CloneTemplateRepository($input: CloneTemplateRepositoryInput!) {
  cloneTemplateRepository(input: $input) { repository { id name owner { login } url } }
}"""

UPDATE: Final = """
mutation UpdateRepository($input: UpdateRepositoryInput!) {
  updateRepository(input: $input) { repository { id name description homepageUrl } }
}"""

ARCHIVE: Final = """
mutation ArchiveRepository($input: ArchiveRepositoryInput!) {
  archiveRepository(input: $input) { repository { id isArchived archivedAt } }
}"""

UNARCHIVE: Final = """
mutation UnarchiveRepository($input: UnarchiveRepositoryInput!) {
  unarchiveRepository(input: $input) { repository { id isArchived archivedAt } }
}"""

PLAIN: Final = """
archivedAt createdAt deleteBranchOnMerge description diskUsage forkCount hasDiscussionsEnabled
hasIssuesEnabled hasProjectsEnabled hasWikiEnabled homepageUrl id isArchived isBlankIssuesEnabled
isEmpty isFork isInOrganization isMirror isPrivate isSecurityPolicyEnabled isTemplate
isUserConfigurationRepository mergeCommitAllowed mirrorUrl name nameWithOwner openGraphImageUrl
pushedAt rebaseMergeAllowed securityPolicyUrl squashMergeAllowed sshUrl stargazerCount updatedAt url
usesCustomOpenGraphImage viewerCanAdminister viewerDefaultCommitEmail viewerDefaultMergeMethod
viewerHasStarred viewerPermission viewerPossibleCommitEmails viewerSubscription visibility
""".split()
"""The fields of `gh repo view --json` that are selected by their names."""

PEOPLE: Final = "{nodes{id,login,name}}"
COMPOSITE: Final = {
    "assignableUsers": "(first:100)" + PEOPLE,
    "codeOfConduct": "{key,name,url}",
    "contactLinks": "{about,name,url}",
    "defaultBranchRef": "{name}",
    "fundingLinks": "{platform,url}",
    "issueTemplates": "{name,title,body,about}",
    "issues": "(states:OPEN){totalCount}",
    "labels": "(first:100){nodes{id,color,name,description}}",
    "languages": "(first:100){edges{size,node{name}}}",
    "latestRelease": "{publishedAt,tagName,name,url}",
    "licenseInfo": "{key,name,nickname}",
    "mentionableUsers": "(first:100)" + PEOPLE,
    "milestones": "(first:100,states:OPEN){nodes{number,title,description,dueOn}}",
    "owner": "{id,login}",
    "parent": "{id,name,owner{id,login}}",
    "primaryLanguage": "{name}",
    "projects": "(first:100,states:OPEN){nodes{id,name,number,body,resourcePath}}",
    "projectsV2": '(first:100,query:"is:open"){nodes{id,number,title,resourcePath,closed,url}}',
    "pullRequestTemplates": "{body,filename}",
    "pullRequests": "(states:OPEN){totalCount}",
    "repositoryTopics": "(first:100){nodes{topic{name}}}",
    "templateRepository": "{id,name,owner{id,login}}",
    "watchers": "{totalCount}",
}
"""Its other fields, with what is selected of each."""
EVERYTHING: Final = " ".join([*PLAIN, *(name + inside for name, inside in COMPOSITE.items())])
"""All of them in one selection."""
