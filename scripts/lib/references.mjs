import { Plugin } from '@oclif/core';
import { z } from 'zod';
import { ROOT } from './steps.mjs';

const built = (path) => import(`${ROOT}dist/${path}`);
const escaped = (text) =>
  String(text ?? '')
    .replaceAll('|', '\\|')
    .replaceAll('\n', ' ');
const row = (...cells) => `| ${cells.map(escaped).join(' | ')} |`;
const GENERATED = '<!-- Generated from the code by `npm run reference`. -->\n';

async function plugin() {
  const loaded = new Plugin({
    root: ROOT,
    type: 'core',
    ignoreManifest: true,
    errorOnManifestCreate: true,
  });
  await loaded.load();
  return loaded;
}

export async function manifest() {
  const { manifest } = await plugin();
  const commands = Object.fromEntries(Object.entries(manifest.commands).sort());
  return `${JSON.stringify({ ...manifest, commands }, null, 2)}\n`;
}

export async function commandsReference() {
  const { commands } = (await plugin()).manifest;
  const sections = Object.values(commands)
    .filter(({ hidden }) => !hidden)
    .sort((a, b) => (a.id < b.id ? -1 : 1))
    .map(commandSection);
  return `${GENERATED}
# Commands

Every command takes \`--json\` (one document on stdout, progress and messages on stderr), \`--config FILE\`,
\`--store URL\`, \`--quiet\`, \`--no-color\` and \`--help\`. Exit codes are in [errors.md](errors.md). With \`--quiet\` a command that
changes something says nothing of what goes well; errors stand on stderr, and what is asked to be shown (\`status\`,
\`--dry-run\`, \`--json\`…) on stdout.

${sections.join('\n')}`;
}

function commandSection({ id, summary, description, args, flags, examples }) {
  const name = `gibsey ${id.replaceAll(':', ' ')}`;
  const operands = Object.values(args).map(({ name, required }) =>
    required ? name.toUpperCase() : `[${name.toUpperCase()}]`,
  );
  const own = Object.values(flags).filter(({ helpGroup }) => helpGroup !== 'GLOBAL');
  const table = own.map((flag) =>
    row(flagName(flag), [flag.summary, choices(flag)].filter(Boolean).join(' ')),
  );
  return [
    `## ${[name, ...operands].join(' ')}\n`,
    `${summary}\n`,
    ...(description ? [`${description}\n`] : []),
    ...(table.length > 0 ? [row('flag', 'meaning'), '|---|---|', ...table, ''] : []),
    ...(examples?.length ? ['```sh', ...examples.map((text) => example(text, id)), '```', ''] : []),
  ].join('\n');
}

const choices = ({ options }) => (options ? `One of ${options.join(', ')}.` : '');
const example = (text, id) =>
  text
    .replaceAll('<%= config.bin %>', 'gibsey')
    .replaceAll('<%= command.id %>', id.replaceAll(':', ' '));

function flagName({ name, char, type }) {
  const long = `\`--${name}${type === 'option' ? ' VALUE' : ''}\``;
  return char ? `\`-${char}\`, ${long}` : long;
}

export async function configurationReference() {
  const { configSchema } = await built('lib/config/schema.js');
  const { variableOf } = await built('lib/config/environment.js');
  const { properties } = z.toJSONSchema(configSchema, { io: 'input' });
  const rows = Object.entries(properties).flatMap(([section, schema]) =>
    schema.type === 'array'
      ? arrayRows(section, schema)
      : Object.entries(schema.properties).flatMap(([key, value]) =>
          value.type === 'array'
            ? arrayRows(`${section}.${key}`, value)
            : [setting(`${section}.${key}`, value, variableOf)],
        ),
  );
  return `${GENERATED}
# Configuration

Lowest to highest: defaults, \`gibsey.config.json\` (sought upward from the working directory, or \`--config\`), the
environment, flags. Besides the variables below, \`GIBSEY_STORE\` stands for \`store.url\`, \`OLLAMA_HOST\` (or
\`OLLAMA_URL\`) for \`llm.host\`, \`STARGATE_URL\` for \`rest.url\`, \`STARGATE_AUTH_TOKEN\` for \`rest.token\`,
\`GITHUB_TOKEN\` for \`github.token\`, \`STACKEXCHANGE_KEY\` for \`stackoverflow.key\`, \`REDDIT_CLIENT_ID\` and
\`REDDIT_CLIENT_SECRET\` for \`reddit.clientId\` and \`reddit.clientSecret\`, \`SLACK_WEBHOOK_URL\` for \`notify.slackWebhook\` and \`SMTP_URL\` for
\`notify.smtpUrl\`; \`OPENAI_API_KEY\`, \`GROQ_API_KEY\` and \`ANTHROPIC_API_KEY\` stand for \`llm.apiKey\` where
\`llm.provider\` names that service. An unknown or wrong key is an error that names the key, the value and what is allowed.

${[row('key', 'default', 'allowed', 'environment', 'meaning'), '|---|---|---|---|---|', ...rows].join('\n')}
`;
}

function setting(path, schema, variableOf) {
  const value = schema.default === undefined ? '' : `\`${schema.default}\``;
  return row(`\`${path}\``, value, allowed(schema), `\`${variableOf(path)}\``, schema.description);
}

function arrayRows(section, schema) {
  const items = Object.entries(schema.items.properties ?? {});
  const inner = items.map(([key, value]) =>
    row(
      `\`${section}[].${key}\``,
      value.default === undefined ? '' : `\`${value.default}\``,
      allowed(value),
      '',
      value.description,
    ),
  );
  const names = (schema.default ?? []).map(({ name }) => name).join(', ');
  return [row(`\`${section}\``, names || '`[]`', 'list', '', schema.description), ...inner];
}

function allowed({ anyOf, const: only, enum: options, type, minimum, maximum }) {
  if (anyOf) return anyOf.map(allowed).join(' or ');
  if (only !== undefined) return String(only);
  if (options) return options.join(', ');
  const bounds = [
    minimum > -Number.MAX_SAFE_INTEGER ? minimum : '',
    maximum < Number.MAX_SAFE_INTEGER ? maximum : '',
  ];
  return bounds.some((bound) => bound !== '') ? `${type} ${bounds.join('…')}` : type;
}

export async function errorsReference() {
  const { ERRORS } = await built('lib/domain/errors.js');
  const rows = Object.entries(ERRORS).map(([code, { exit, http, retryable, meaning, hint }]) =>
    row(`\`${code}\``, exit, http, retryable ? 'yes' : 'no', meaning, hint),
  );
  return `${GENERATED}
# Errors

With \`--json\` an error is the document \`{"error": {"code", "message", "hint"}}\`; the hint is the next thing to type or do.

Exit codes: 0 success, also when everything was unchanged · 1 failed · 2 bad usage or config (nothing was changed) ·
3 partial (some units failed or a budget ran out; the rest is stored) · 4 a needed service is out of reach ·
75 another run holds the lock · 127 unknown command · 130 interrupted.

${[row('code', 'exit', 'HTTP', 'passes by itself', 'meaning', 'usual hint'), '|---|---|---|---|---|---|', ...rows].join('\n')}
`;
}
