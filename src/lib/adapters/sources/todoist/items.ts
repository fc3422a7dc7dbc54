import { z } from 'zod';
import type { TaskChanges, TaskState } from '../../../ports/index.js';
import { idText, storable } from '../fields.js';
import { Rejected } from '../rejected.js';

const text = z.string().nullish();

const itemSchema = z.object({
  id: z.string(),
  content: z.string(),
  description: text,
  project_id: text,
  labels: z.array(z.string()).nullish(),
  priority: z.number().nullish(),
  due: z.object({ date: z.string(), is_recurring: z.boolean().nullish() }).nullish(),
  checked: z.boolean().nullish(),
  is_deleted: z.boolean().nullish(),
  added_at: text,
  updated_at: text,
  completed_at: text,
});

const replySchema = z.object({
  sync_token: z.string().min(1),
  full_sync: z.boolean().nullish(),
  items: z.array(z.unknown()),
  user: z.object({ tz_info: z.object({ timezone: text }).nullish() }).nullish(),
});

/** What a reply of `/sync` says; null: it is none. A task that cannot be used is a problem, the rest is told. */
export function changesIn(json: unknown): TaskChanges | null {
  const { data } = replySchema.safeParse(json);
  if (!data) return null;
  const changes: TaskChanges = {
    full: data.full_sync ?? false,
    cursor: data.sync_token,
    timezone: zoneOf(data.user?.tz_info?.timezone),
    ...{ tasks: [], gone: [], problems: [] },
  };
  data.items.forEach((item, at) => addTo(changes, item, `Todoist, item ${at + 1}`));
  return changes;
}

function addTo(changes: TaskChanges, value: unknown, where: string): void {
  const { data: item } = itemSchema.safeParse(value);
  if (!item) return void changes.problems.push({ where, reason: 'it is no task' });
  try {
    if (item.is_deleted) changes.gone.push(idText(item.id, 'id'));
    else changes.tasks.push(stateOf(item));
  } catch (thrown) {
    if (!(thrown instanceof Rejected)) throw thrown;
    changes.problems.push({ where, reason: thrown.message });
  }
}

/** @throws Rejected for what no store gives back unchanged */
function stateOf(item: z.output<typeof itemSchema>): TaskState {
  return {
    taskId: idText(item.id, 'id'),
    content: storable(item.content, 'content'),
    description: storable(item.description ?? '', 'description'),
    projectId: item.project_id ?? null,
    labels: (item.labels ?? []).map((label) => storable(label, 'labels')),
    priority: Math.min(4, Math.max(1, Math.round(item.priority ?? 1))),
    due: dayIn(item.due?.date),
    recurring: item.due?.is_recurring ?? false,
    checked: item.checked ?? false,
    doneAt: momentIn(item.completed_at),
    addedAt: momentIn(item.added_at),
    updatedAt: momentIn(item.updated_at),
  };
}

/** The day of a date with or without a time: `due` is in the user's own zone. */
const dayIn = (date: string | null | undefined): string | null =>
  /^\d{4}-\d\d-\d\d(?=$|T)/.exec(date ?? '')?.[0] ?? null;

function momentIn(moment: string | null | undefined): number | null {
  const at = /^\d{4}-\d\d-\d\dT[\d:.]+Z$/.test(moment ?? '') ? Date.parse(moment!) : NaN;
  return Number.isNaN(at) ? null : at;
}

function zoneOf(name: string | null | undefined): string | null {
  try {
    return name
      ? new Intl.DateTimeFormat('en', { timeZone: name }).resolvedOptions().timeZone
      : null;
  } catch {
    return null; // a name that this Node does not know
  }
}
