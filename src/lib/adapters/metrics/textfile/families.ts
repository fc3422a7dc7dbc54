/** The lines of each family of an exposition, by its name; lines of another form belong to none. */
export function familiesIn(exposition: string): Map<string, string> {
  const families = new Map<string, string>();
  for (const line of exposition.split('\n')) {
    const [, name] = /^(?:# (?:HELP|TYPE) )?([a-zA-Z_:][\w:]*)(?=[ {])/.exec(line) ?? [];
    if (name) families.set(name, `${families.get(name) ?? ''}${line}\n`);
  }
  return families;
}
