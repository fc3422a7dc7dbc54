/** Names end in their unit, e.g. `_seconds`; those of counters in `_total`. */
export interface MetricFamily {
  name: string;
  help: string;
  /** Default: gauge. */
  type?: 'gauge' | 'counter' | 'histogram';
  samples: {
    /** Of a histogram: `_bucket`, `_sum` or `_count`. */
    suffix?: string;
    labels?: Readonly<Record<string, string>>;
    value: number;
  }[];
}

/**
 * Prometheus text format 0.0.4, without timestamps of samples: a batch process says what was so at its end, the
 * scrape says when that was read. Families without samples are left out.
 */
export function exposition(families: readonly MetricFamily[]): string {
  return families
    .filter(({ samples }) => samples.length > 0)
    .flatMap(({ name, help, type = 'gauge', samples }) => [
      `# HELP ${name} ${escaped(help)}`,
      `# TYPE ${name} ${type}`,
      ...samples.map(
        ({ suffix = '', labels = {}, value }) =>
          `${name}${suffix}${labelled(labels)} ${shown(value)}`,
      ),
    ])
    .map((line) => `${line}\n`)
    .join('');
}

function labelled(labels: Readonly<Record<string, string>>): string {
  const pairs = Object.entries(labels).map(
    ([name, value]) => `${name}="${escaped(value).replaceAll('"', '\\"')}"`,
  );
  return pairs.length > 0 ? `{${pairs.join(',')}}` : '';
}

const escaped = (text: string) => text.replaceAll('\\', '\\\\').replaceAll('\n', '\\n');

function shown(value: number): string {
  if (value === Infinity) return '+Inf';
  return value === -Infinity ? '-Inf' : String(value);
}
