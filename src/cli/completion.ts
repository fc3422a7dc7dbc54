/** Shell completion from the list of commands: nothing of gibsey runs while somebody types. */

/** A command as oclif's manifest has it. */
interface Described {
  id: string;
  hidden?: boolean;
  aliases?: readonly string[];
  summary?: string | undefined;
  flags: Record<
    string,
    { options?: readonly string[]; allowNo?: boolean; summary?: string | undefined }
  >;
}

export const SHELLS = ['bash', 'zsh', 'fish'] as const;

export function completionScript(
  shell: (typeof SHELLS)[number],
  commands: readonly Described[],
): string {
  const shown = commands.filter(({ hidden }) => !hidden).flatMap(named);
  if (shell === 'fish') return fish(shown);
  // zsh reads completions of bash by itself
  return shell === 'zsh'
    ? `autoload -U +X bashcompinit && bashcompinit\n${bash(shown)}`
    : bash(shown);
}

/** Under each of its names. */
const named = (command: Described) =>
  [command.id, ...(command.aliases ?? [])].map((id) => ({
    ...command,
    name: id.replaceAll(':', ' '),
  }));
type Named = ReturnType<typeof named>[number];

/** `case` patterns: the words typed so far, then the values of the flag before the cursor. */
function bash(commands: readonly Named[]): string {
  const longestFirst = [...commands].sort((a, b) => b.name.length - a.name.length);
  const flags = longestFirst.map(({ name, flags }) => arm(`"${name} "*`, flagNames(flags)));
  const values = [...valuesOf(commands)].map(([flag, options]) => arm(`--${flag}`, options));
  const topics = [...new Set(commands.filter(isNested).map(topicOf))];
  // Right behind a topic: what is in it; and, where it is a command, too, its own flags.
  const inTopics = topics.map((topic) => {
    const own = commands.find(({ name }) => name === topic);
    return arm(`"${topic} "`, [...restsOf(commands, topic), ...flagNames(own?.flags ?? {})]);
  });
  const firsts = [...new Set(commands.map(topicOf))];
  // `gibsey help` is followed by what else would be a command.
  const helped = topics.map((topic) => arm(`"help ${topic} "`, restsOf(commands, topic)));
  return `_gibsey() {
  local word=\${COMP_WORDS[COMP_CWORD]} before=\${COMP_WORDS[COMP_CWORD-1]} words=
  local typed="\${COMP_WORDS[*]:1:COMP_CWORD-1} "
  case $typed in
${[...inTopics, ...helped, arm('"help "', firsts), ...flags].join('\n')}
    " ") words="${firsts.join(' ')}" ;;
  esac
  case $before in
${values.join('\n')}
  esac
  COMPREPLY=($(compgen -W "$words" -- "$word"))
}
complete -o default -F _gibsey gibsey
`;
}

const arm = (pattern: string, words: readonly string[]) =>
  `    ${pattern}) words="${words.join(' ')}" ;;`;
const flagNames = (flags: Described['flags']) =>
  Object.entries(flags).flatMap(([flag, { allowNo }]) =>
    allowNo ? [`--${flag}`, `--no-${flag}`] : [`--${flag}`],
  );
const topicOf = ({ name }: Named) => name.split(' ')[0] ?? name;
const isNested = ({ name }: Named) => name.includes(' ');
const restsOf = (commands: readonly Named[], topic: string) =>
  commands
    .filter(({ name }) => name.startsWith(`${topic} `))
    .map(({ name }) => name.slice(topic.length + 1));

function valuesOf(commands: readonly Named[]): Map<string, readonly string[]> {
  const flags = commands.flatMap(({ flags }) => Object.entries(flags));
  return new Map(flags.flatMap(([name, { options }]) => (options ? [[name, options]] : [])));
}

function fish(commands: readonly Named[]): string {
  const lines = commands.flatMap(({ name, summary, flags }) => {
    const first = topicOf({ name } as Named);
    const after = name
      .split(' ')
      .map((word) => `__fish_seen_subcommand_from ${word}`)
      .join('; and ');
    return [
      `complete -c gibsey -n __fish_use_subcommand -a ${first} -d ${text(summary)}`,
      ...(name === first
        ? []
        : [
            `complete -c gibsey -n "__fish_seen_subcommand_from ${first}" -a ${name.slice(first.length + 1)}`,
          ]),
      ...Object.entries(flags).map(([flag, { options, summary: meaning }]) => {
        const values = options ? ` -xa "${options.join(' ')}"` : '';
        return `complete -c gibsey -n "${after}" -l ${flag}${values} -d ${text(meaning)}`;
      }),
    ];
  });
  return `${[...new Set(lines)].join('\n')}\n`;
}

/** In fish, only these two are special between single quotes. */
const text = (words = '') => `'${words.replace(/[\\']/g, '\\$&')}'`;
