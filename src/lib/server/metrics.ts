import type { MetricFamily } from '../observability/exposition.js';

type Labels = Readonly<Record<string, string>>;

/** Upper bounds in s: from a cache hit to an answer of a slow model. */
const SECONDS = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 120];

/** What the server counts about itself since it started. */
export class ServerMetrics {
  readonly requests = new Counter(
    'gibsey_http_requests_total',
    'Requests by method, route and status.',
  );
  readonly requestSeconds = new Histogram(
    'gibsey_http_request_duration_seconds',
    'From the head of a request to the end of its reply, by route.',
  );
  readonly turns = new Counter(
    'gibsey_turns_total',
    'Questions by how they were taken, who answered and how it ended.',
  );
  readonly firstTokenSeconds = new Histogram(
    'gibsey_first_token_seconds',
    'From a question to the first piece of its answer.',
  );
  readonly retrievalSeconds = new Histogram(
    'gibsey_retrieval_duration_seconds',
    'From a query to its quotes, over GET /retrieve.',
  );
  readonly charged = new Counter('gibsey_answers_charged_total', 'Answers that cost credits.');

  readonly recommendations = new Counter(
    'gibsey_recommendations_total',
    'Recommendations by how fresh their context was.',
  );
  readonly recommendationSeconds = new Histogram(
    'gibsey_recommendation_duration_seconds',
    'From a request to its tip, by how fresh its context was.',
  );

  recommended(source: string, seconds: number): void {
    this.recommendations.add({ source });
    this.recommendationSeconds.observe(seconds, { source });
  }

  families(): MetricFamily[] {
    const { requests, turns, charged, requestSeconds, firstTokenSeconds, retrievalSeconds } = this;
    const answers = [turns, firstTokenSeconds, retrievalSeconds, charged];
    const { recommendations, recommendationSeconds } = this;
    return [requests, requestSeconds, ...answers, recommendations, recommendationSeconds].map(
      (each) => each.family(),
    );
  }
}

export class Counter {
  private readonly series = new Map<string, { labels: Labels; value: number }>();

  private readonly name: string;
  private readonly help: string;

  constructor(name: string, help: string) {
    this.name = name;
    this.help = help;
  }

  add(labels: Labels = {}, value = 1): void {
    const key = JSON.stringify(labels);
    const series = this.series.get(key) ?? { labels, value: 0 };
    series.value += value;
    this.series.set(key, series);
  }

  family(): MetricFamily {
    const { name, help } = this;
    return { name, help, type: 'counter', samples: [...this.series.values()] };
  }
}

interface Observed {
  labels: Labels;
  /** Observations at or below each bound, each counted once, at the first bound that holds it. */
  buckets: number[];
  sum: number;
  count: number;
}

/** Cumulative buckets, as Prometheus has them. */
export class Histogram {
  private readonly series = new Map<string, Observed>();

  private readonly name: string;
  private readonly help: string;

  constructor(name: string, help: string) {
    this.name = name;
    this.help = help;
  }

  observe(seconds: number, labels: Labels = {}): void {
    const key = JSON.stringify(labels);
    const empty = () => ({ labels, buckets: SECONDS.map(() => 0), sum: 0, count: 0 });
    const series = this.series.get(key) ?? empty();
    const bucket = SECONDS.findIndex((bound) => seconds <= bound);
    if (bucket >= 0) series.buckets[bucket] = (series.buckets[bucket] ?? 0) + 1;
    series.sum += seconds;
    series.count += 1;
    this.series.set(key, series);
  }

  family(): MetricFamily {
    const { name, help } = this;
    return { name, help, type: 'histogram', samples: [...this.series.values()].flatMap(samplesOf) };
  }
}

function samplesOf({ labels, buckets, sum, count }: Observed): MetricFamily['samples'] {
  let below = 0;
  const bounded = buckets.map((held, i) => {
    below += held;
    return { suffix: '_bucket', labels: { ...labels, le: String(SECONDS[i]) }, value: below };
  });
  return [
    ...bounded,
    { suffix: '_bucket', labels: { ...labels, le: '+Inf' }, value: count },
    { suffix: '_sum', labels, value: sum },
    { suffix: '_count', labels, value: count },
  ];
}
