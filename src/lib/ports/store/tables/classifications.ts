import type { Classification } from '../../../domain/classification.js';
import { declare } from '../table.js';

/** Labels of single texts. */
export const CLASSIFICATIONS = declare<Classification>()({
  ...{ name: 'classifications', half: 'knowledge', put: 'replace' },
  key: ['collection', 'id'],
  partition: ['collection'],
  buckets: 8,
  columns: {
    collection: { kind: 'text' },
    id: { kind: 'text' },
    label: { kind: 'text' },
    confidence: { kind: 'real' },
    method: { kind: 'text' },
    model: { kind: 'text' },
    classifiedAt: { kind: 'time' },
    input: { kind: 'text', absent: '' },
  },
});
