/** Removes what is older than it may be. */
import type { Stage } from '../stages/stage.js';
import type { Kit, Pipeline } from './pipeline.js';

export const retention: Pipeline = {
  name: 'retention',
  stageNames: ['retention'],
  after: [],
  stages: overdue,
};

/** No stage while nothing is overdue. */
async function overdue({ store, clock, report, config }: Kit): Promise<Stage[]> {
  const [{ isOverdue, retentionStage }, { keptDays }, { feedbackLog }] = await Promise.all([
    import('../stages/retention/stage.js'),
    import('../stages/retention/window.js'),
    import('../stages/retention/feedback.js'),
  ]);
  const { warnings, ...days } = keptDays(config);
  for (const message of warnings) report({ type: 'warning', message });
  const { conversations } = days;
  const kept = [
    { name: 'lookups', log: store.lookups, days: days.lookups },
    { name: 'feedback', log: feedbackLog(store), days: days.lookups },
    { name: 'audits', log: store.audits, days: days.audits },
    ...(conversations === null
      ? []
      : [{ name: 'conversations', log: store.conversations, days: conversations }]),
  ];
  const options = { kept, clock };
  return (await isOverdue(options)) ? [retentionStage(options)] : [];
}
