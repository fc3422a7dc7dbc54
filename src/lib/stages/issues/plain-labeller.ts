import type { ClusterToLabel, IssueLabel } from '../../domain/issues.js';
import { TITLE_LENGTH } from '../../domain/issues.js';
import type { IssueLabeller } from '../../ports/index.js';

/** Goes by the item that is nearest to the centre: what is said where nothing else can be. */
export const plainLabeller: IssueLabeller = {
  signature: ['plain', 1],
  label: (cluster) => Promise.resolve(labelOf(cluster)),
};

function labelOf({ items, summary }: ClusterToLabel): IssueLabel {
  const [nearest] = items;
  const canonicalTitle = (nearest?.title ?? summary).slice(0, TITLE_LENGTH);
  return {
    canonicalTitle,
    category: 'other',
    description: summary === '' ? canonicalTitle : summary,
    wouldPaySignal: false,
    impactLevel: 'low',
    method: 'rules',
    payQuote: null,
  };
}
