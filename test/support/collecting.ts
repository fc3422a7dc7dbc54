/** The services that posts are collected from, on this machine and without any post, and the settings that name them. */
import { githubServer, REPO } from '../fixtures/github/server.js';
import { hackerNewsServer } from '../fixtures/hackernews/server.js';
import { CLIENT, redditServer, SUBREDDIT } from '../fixtures/reddit/server.js';
import { stackOverflowServer, TAG } from '../fixtures/stackoverflow/server.js';

export async function collectingServices() {
  const [github, stackoverflow, reddit, hackernews] = await Promise.all([
    githubServer([]),
    stackOverflowServer([]),
    redditServer([]),
    hackerNewsServer([]),
  ]);
  const tokenUrl = `${reddit.url}/api/v1/access_token`;
  const settings = {
    github: { url: github.url, repos: [REPO] },
    stackoverflow: { url: `${stackoverflow.url}/2.3`, tags: [TAG] },
    reddit: { url: reddit.url, tokenUrl, subreddits: [SUBREDDIT], ...CLIENT },
    hackernews: { url: `${hackernews.url}/api/v1`, queries: [''] },
  };
  const services = [github, stackoverflow, reddit, hackernews];
  const close = async () => void (await Promise.all(services.map((service) => service.close())));
  return { settings, close };
}
