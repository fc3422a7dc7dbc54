interface Settings {
  answers: { days: number; auditDays: number; keepLookupsDays: number };
  conversations: { keepDays?: number | undefined };
}

/** Days that rows are kept for. */
export interface KeptDays {
  lookups: number;
  audits: number;
  /** Null: for ever. */
  conversations: number | null;
  /** What is kept longer than its setting says, and why. */
  warnings: string[];
}

/** What nights still read is kept, whatever the settings say. */
export function keptDays({ answers, conversations }: Settings): KeptDays {
  const { days, auditDays, keepLookupsDays } = answers;
  const { keepDays = null } = conversations;
  return {
    lookups: Math.max(keepLookupsDays, auditDays),
    audits: auditDays,
    conversations: keepDays === null ? null : Math.max(keepDays, days),
    warnings: [
      ...tooShort('answers.keepLookupsDays', keepLookupsDays, 'answers.auditDays', auditDays),
      ...(keepDays === null
        ? []
        : tooShort('conversations.keepDays', keepDays, 'answers.days', days)),
    ],
  };
}

function tooShort(setting: string, days: number, reader: string, read: number): string[] {
  if (days >= read) return [];
  return [`${setting} is ${days}, but ${reader} is ${read}: what is read is kept so long.`];
}
