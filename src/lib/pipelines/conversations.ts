/** Logs of what was said: stored by hand, read by the pipeline of answers. */
import type { Stage } from '../stages/stage.js';
import type { ConversationsSpec, Kit } from './pipeline.js';

export async function ingestConversations(kit: Kit, spec: ConversationsSpec): Promise<Stage> {
  const { ingestConversationsStage } = await import('../stages/ingest/conversations.js');
  const source = await kit.openConversations(spec);
  const once = spec.path === '-' || Boolean(spec.follow);
  const { store, clock } = kit;
  return ingestConversationsStage({ conversations: store.conversations, source, once, clock });
}
