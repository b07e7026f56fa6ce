import type { PackageManager } from "../facts.js";

/** What the workflows run, pinned: by commit as GitHub advises, by digest. A test compares them with the workflows of this repository. */
const pins = {
  checkout: "actions/checkout@08c6903cd8c0fde910a37f88322edcfb5dd907a8 # v5.0.0",
  setupNode: "actions/setup-node@2028fbc5c25fe9cf00d9f06a71cc4710d4507903 # v6.0.0",
  image: "node:20-bookworm@sha256:8f693eaa7e0a8e71560c9a82b55fd54c2ae920a2ba5d2cde28bac7d1c01c9ba5",
} as const;

/** What installs a project as its lockfile says. */
const installs: Readonly<Record<PackageManager, readonly string[]>> = {
  npm: ["npm ci"],
  pnpm: ["corepack enable", "pnpm install --frozen-lockfile"],
  yarn: ["corepack enable", "yarn install --immutable"],
  "yarn-1": ["corepack enable", "yarn install --frozen-lockfile"],
};

/** The workflow of GitHub Actions. `check` runs the check; what follows it is passed to `metric-events check`. */
export function githubWorkflow(manager: PackageManager, check: string): string {
  return `name: Events
on:
  push:
    branches: [main, master]
  pull_request:

permissions:
  contents: read

jobs:
  check:
    runs-on: ubuntu-latest
    steps:
      - uses: ${pins.checkout}
        with:
          fetch-depth: 0 # tags and branches are the baselines
          persist-credentials: false
      - uses: ${pins.setupNode}
        with:
          node-version: 22
${[...installs[manager], check].map((command) => `      - run: ${command}\n`).join("")}`;
}

/** The job of GitLab CI. */
export function gitlabJob(manager: PackageManager, check: string): string {
  const fetchMain = 'git fetch --quiet origin "+refs/heads/$CI_DEFAULT_BRANCH:refs/remotes/origin/$CI_DEFAULT_BRANCH"';
  return `events:
  image: ${pins.image}
  variables:
    GIT_DEPTH: "0" # tags and branches are the baselines
  script:
${[fetchMain, ...installs[manager], check].map((command) => `    - ${command.includes('"') ? `'${command}'` : command}\n`).join("")}  rules:
    - if: $CI_PIPELINE_SOURCE == "merge_request_event"
    - if: $CI_COMMIT_BRANCH == $CI_DEFAULT_BRANCH
`;
}
