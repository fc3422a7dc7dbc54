import type { JSX } from 'preact';
import { useEffect, useRef } from 'preact/hooks';
import type { Run } from '../api.js';
import { Empty, Loaded, useLoaded } from '../loaded.js';
import { count, duration, moment } from '../words.js';

export function RunsView(): JSX.Element {
  const state = useLoaded<{ runs: Run[] }>('/runs');
  return (
    <>
      <h1>Nights and other runs</h1>
      <Loaded state={state}>
        {({ runs }) =>
          runs.length === 0 ? (
            <Empty command="gibsey nightly">Nothing has run on this store yet.</Empty>
          ) : (
            runs.map((run) => <Entry key={run.run_id} run={run} />)
          )
        }
      </Loaded>
    </>
  );
}

function Entry({ run }: { run: Run }): JSX.Element {
  const { command, status, started_at, duration_ms, stages, error, run_id } = run;
  const longest = Math.max(1, ...stages.map((stage) => stage.duration_ms));
  return (
    <section class="entry">
      <h2>
        {command} <span class={`status ${status}`}>{status}</span>
      </h2>
      <p class="aside">
        {moment(started_at)} · {duration(duration_ms)} · <code>{run_id}</code>
        {error && ` · ${error}`}
      </p>
      {stages.length > 0 && (
        <div class="wide" tabIndex={0} role="region" aria-label={`Stages of ${run_id}`}>
          <table>
            <thead>
              <tr>
                <th scope="col">Stage</th>
                <th scope="col">Done</th>
                <th scope="col">Skipped</th>
                <th scope="col">Failed</th>
                <th scope="col">Time</th>
              </tr>
            </thead>
            <tbody>
              {stages.map((stage) => (
                <tr key={stage.name}>
                  <th scope="row">{stage.name}</th>
                  <td>{count(stage.processed)}</td>
                  <td>{count(stage.skipped)}</td>
                  <td>{count(stage.failed)}</td>
                  <td>
                    <Bar share={stage.duration_ms / longest} /> {duration(stage.duration_ms)}
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
    </section>
  );
}

function Bar({ share }: { share: number }): JSX.Element {
  const at = useRef<HTMLSpanElement>(null);
  useEffect(() => at.current?.style.setProperty('--share', String(share)), [share]);
  return <span class="bar" ref={at} aria-hidden="true" />;
}
