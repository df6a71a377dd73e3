// What a program does with Octokit, as a person would write it. Each story tells what it saw as JSON.
// Usage: node stories.mjs STORY, with OCTOKIT (its module), BASE (the API) and TOKEN in the environment.

import { pathToFileURL } from "node:url";

const { Octokit, RequestError } = await import(pathToFileURL(process.env.OCTOKIT).href);
const octokit = new Octokit({
  auth: process.env.TOKEN,
  baseUrl: process.env.BASE,
  // The story waits for nobody, and a failure is one at once.
  throttle: { enabled: false },
  retry: { enabled: false },
});
const rest = octokit.rest;
const owner = "octavia";

async function status(asked) {
  try {
    return (await asked).status;
  } catch (error) {
    if (error instanceof RequestError) return error.status;
    throw error;
  }
}

async function make(name, more = {}) {
  const made = await rest.repos.createForAuthenticatedUser({ name, auto_init: true, ...more });
  return made.data;
}

const stories = {
  async users() {
    const me = await rest.users.getAuthenticated();
    await rest.users.updateAuthenticated({ bio: "Rows by night", company: "Guild" });
    const seen = await rest.users.getByUsername({ username: owner });
    await rest.users.follow({ username: "bob" });
    const following = await octokit.paginate(rest.users.listFollowedByAuthenticatedUser);
    const emails = await rest.users.listEmailsForAuthenticatedUser();
    const missing = await status(rest.users.getByUsername({ username: "nobody-at-all" }));
    return {
      login: me.data.login,
      scopes: me.headers["x-oauth-scopes"],
      bio: seen.data.bio,
      following: following.map((one) => one.login),
      emails: emails.data.length,
      missing,
    };
  },

  async repositories() {
    const made = await make("by-octokit", { private: true, description: "First" });
    const repo = "by-octokit";
    await rest.repos.update({ owner, repo, description: "Second", name: "renamed" });
    const followed = await rest.repos.get({ owner, repo });
    await rest.repos.replaceAllTopics({ owner, repo: "renamed", names: ["night", "watch"] });
    const topics = await rest.repos.getAllTopics({ owner, repo: "renamed" });
    for (const name of ["one", "two", "three"]) await make(name, { auto_init: false });
    const all = await octokit.paginate(rest.repos.listForAuthenticatedUser, { per_page: 2 });
    const branches = await rest.repos.listBranches({ owner, repo: "renamed" });
    const gone = await status(rest.repos.delete({ owner, repo: "renamed" }));
    const after = await status(rest.repos.get({ owner, repo: "renamed" }));
    return {
      private: made.private,
      description: followed.data.description,
      topics: topics.data.names,
      names: all.map((one) => one.name).sort(),
      branches: branches.data.map((one) => one.name),
      gone,
      after,
    };
  },

  async contents() {
    const repo = "written";
    await make(repo);
    const at = { owner, repo, path: "notes/a.txt" };
    const content = Buffer.from("one\n").toString("base64");
    const first = await rest.repos.createOrUpdateFileContents({ ...at, message: "Begin", content });
    const again = Buffer.from("two\n").toString("base64");
    const { sha } = first.data.content;
    const second = { ...at, message: "Go on", content: again, sha };
    await rest.repos.createOrUpdateFileContents(second);
    const stale = await status(rest.repos.createOrUpdateFileContents(second));
    const read = await rest.repos.getContent(at);
    const raw = await rest.repos.getContent({ ...at, mediaType: { format: "raw" } });
    const head = await rest.git.getRef({ owner, repo, ref: "heads/main" });
    const from = { owner, repo, ref: "refs/heads/side", sha: head.data.object.sha };
    await rest.git.createRef(from);
    await rest.repos.deleteFile({ ...at, message: "End", sha: read.data.sha, branch: "side" });
    const compared = await rest.repos.compareCommitsWithBasehead({
      owner,
      repo,
      basehead: "main...side",
    });
    const commits = await octokit.paginate(rest.repos.listCommits, { owner, repo, per_page: 1 });
    return {
      created: first.status,
      stale,
      text: Buffer.from(read.data.content, "base64").toString(),
      raw: raw.data,
      ahead: compared.data.ahead_by,
      removed: compared.data.files.map((one) => `${one.status} ${one.filename}`),
      messages: commits.map((one) => one.commit.message),
    };
  },

  async gists() {
    const files = { "a.md": { content: "# A\n" } };
    const made = await rest.gists.create({ files, description: "Mine", public: false });
    const gist_id = made.data.id;
    const changed = { "a.md": { content: "# B\n" }, "b.txt": { content: "b\n" } };
    await rest.gists.update({ gist_id, files: changed });
    await rest.gists.star({ gist_id });
    const starred = await status(rest.gists.checkIsStarred({ gist_id }));
    const comment = await rest.gists.createComment({ gist_id, body: "Well." });
    const comments = await rest.gists.listComments({ gist_id });
    const seen = await rest.gists.get({ gist_id });
    const listed = await octokit.paginate(rest.gists.list);
    await rest.gists.delete({ gist_id });
    return {
      public: made.data.public,
      files: Object.keys(seen.data.files),
      content: seen.data.files["a.md"].content,
      starred,
      comments: comments.data.map((one) => one.id === comment.data.id),
      listed: listed.some((one) => one.id === gist_id),
      after: await status(rest.gists.get({ gist_id })),
    };
  },

  async organizations() {
    const org = "guild";
    await octokit.request("POST /admin/organizations", { login: org, admin: owner });
    const mine = await octokit.paginate(rest.orgs.listForAuthenticatedUser);
    await rest.orgs.update({ org, description: "Rowers" });
    const seen = await rest.orgs.get({ org });
    await rest.repos.createInOrg({ org, name: "boat", private: true });
    const team = await rest.teams.create({ org, name: "Night crew", privacy: "closed" });
    const { slug: team_slug } = team.data;
    const at = { org, team_slug, owner: org, repo: "boat" };
    await rest.teams.addOrUpdateRepoPermissionsInOrg({ ...at, permission: "push" });
    const boats = await octokit.paginate(rest.teams.listReposInOrg, { org, team_slug });
    const bob = { org, username: "bob" };
    const joined = await rest.orgs.setMembershipForUser({ ...bob, role: "member" });
    const members = await octokit.paginate(rest.orgs.listMembers, { org });
    return {
      mine: mine.map((one) => one.login),
      description: seen.data.description,
      team: team_slug,
      boats: boats.map((one) => `${one.name} ${one.permissions.push}`),
      joined: [joined.data.role, joined.data.state],
      members: members.map((one) => one.login),
      removed: await status(rest.orgs.removeMember(bob)),
    };
  },

  async keys() {
    const key = process.env.SSH_KEY;
    const made = await rest.users.createPublicSshKeyForAuthenticatedUser({ title: "Boat", key });
    const twice = await status(rest.users.createPublicSshKeyForAuthenticatedUser({ key }));
    const listed = await octokit.paginate(rest.users.listPublicSshKeysForAuthenticatedUser);
    const open = await rest.users.listPublicKeysForUser({ username: owner });
    const key_id = made.data.id;
    await rest.users.deletePublicSshKeyForAuthenticatedUser({ key_id });
    await make("locked");
    const at = { owner, repo: "locked" };
    const deploy = await rest.repos.createDeployKey({ ...at, title: "CI", key, read_only: true });
    return {
      titles: listed.map((one) => one.title),
      open: open.data.map((one) => one.key === made.data.key),
      twice,
      after: await status(rest.users.getPublicSshKeyForAuthenticatedUser({ key_id })),
      deploy: deploy.data.read_only,
    };
  },

  async statuses() {
    const repo = "checked";
    await make(repo);
    const { data } = await rest.repos.getCommit({ owner, repo, ref: "main" });
    const at = { owner, repo, sha: data.sha };
    await rest.repos.createCommitStatus({ ...at, state: "success", context: "build" });
    await rest.repos.createCommitStatus({ ...at, state: "failure", context: "lint" });
    const combined = await rest.repos.getCombinedStatusForRef({ owner, repo, ref: "main" });
    const given = { owner, repo, ref: "main", required_contexts: [], environment: "night" };
    const deployment = await rest.repos.createDeployment(given);
    const deployment_id = deployment.data.id;
    await rest.repos.createDeploymentStatus({ owner, repo, deployment_id, state: "success" });
    const told = await rest.repos.listDeploymentStatuses({ owner, repo, deployment_id });
    return {
      combined: combined.data.state,
      contexts: combined.data.statuses.map((one) => one.context).sort(),
      deployed: told.data.map((one) => one.state),
    };
  },

  async releases() {
    const repo = "released";
    await make(repo);
    const at = { owner, repo };
    const made = await rest.repos.createRelease({ ...at, tag_name: "v1", name: "One" });
    const release_id = made.data.id;
    const data = "bytes \u00e9";
    // Where files go is in the answer; without this Octokit sends them to GitHub itself.
    const [baseUrl] = made.data.upload_url.split("/repos/");
    const file = { ...at, release_id, name: "a.bin", data, baseUrl };
    const asset = await rest.repos.uploadReleaseAsset(file);
    const headers = { accept: "application/octet-stream" };
    const asset_id = asset.data.id;
    const bytes = await rest.repos.getReleaseAsset({ ...at, asset_id, headers });
    const latest = await rest.repos.getLatestRelease(at);
    const tagged = await rest.git.getRef({ ...at, ref: "tags/v1" });
    await rest.repos.deleteRelease({ ...at, release_id });
    return {
      url: made.data.upload_url.endsWith("{?name,label}"),
      size: asset.data.size,
      bytes: Buffer.from(bytes.data).toString(),
      latest: latest.data.assets.map((one) => one.name),
      tagged: tagged.data.object.type,
      after: await status(rest.repos.getRelease({ ...at, release_id })),
    };
  },
};

console.log(JSON.stringify(await stories[process.argv[2]]()));
