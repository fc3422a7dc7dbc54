/** Removes what is older than it may be. */
import type { Stage } from '../stages/stage.js';
import type { Kit, Pipeline } from './pipeline.js';

export const retention: Pipeline = {
  name: 'retention',
  stageNames: ['retention'],
  after: [],
  stages: overdue,
};

/** Days: a day that was read to its end is seldom read again. */
const REPLIES_KEPT = 14;

/** No stage while nothing is overdue. */
async function overdue({ store, clock, report, config }: Kit): Promise<Stage[]> {
  const [{ isOverdue, retentionStage }, { keptDays }, { feedbackLog }, { repliesLog }] =
    await Promise.all([
      import('../stages/retention/stage.js'),
      import('../stages/retention/window.js'),
      import('../stages/retention/feedback.js'),
      import('../stages/retention/replies.js'),
    ]);
  const { warnings, ...days } = keptDays(config);
  for (const message of warnings) report({ type: 'warning', message });
  const { conversations } = days;
  const kept = [
    { name: 'lookups', log: store.lookups, days: days.lookups },
    { name: 'feedback', log: feedbackLog(store), days: days.lookups },
    { name: 'replies', log: repliesLog(store), days: REPLIES_KEPT },
    { name: 'audits', log: store.audits, days: days.audits },
    ...(conversations === null
      ? []
      : [{ name: 'conversations', log: store.conversations, days: conversations }]),
  ];
  const options = { kept, clock };
  return (await isOverdue(options)) ? [retentionStage(options)] : [];
}
