/** Railway's config: one file is one service is one schedule. Its clock is UTC. */
import { argumentsOf, type Job } from './job.js';
import { machineTimes } from './machine-times.js';

export interface RailwayFile {
  /** `railway.nightly.json` */
  file: string;
  content: {
    $schema: string;
    deploy: { startCommand: string; cronSchedule: string; restartPolicyType: 'NEVER' };
  };
}

/**
 * A file for each job. Where a zone has summer time, the job is started at both of its times in UTC, and ends
 * at once when it is not due: Railway starts a job some minutes late at most.
 */
export function railwayFiles(jobs: readonly Job[], now: number): RailwayFile[] {
  return jobs
    .filter(({ enabled }) => enabled)
    .map((job) => {
      const { cron, guarded } = machineTimes(job, 'UTC', now);
      const command = `gibsey ${argumentsOf(job)}`;
      const due = `gibsey schedule --due ${job.name} --quiet`;
      const startCommand = guarded ? `/bin/sh -c "if ${due}; then exec ${command}; fi"` : command;
      const deploy = { startCommand, cronSchedule: cron, restartPolicyType: 'NEVER' as const };
      return {
        file: `railway.${job.name}.json`,
        content: { $schema: 'https://railway.com/railway.schema.json', deploy },
      };
    });
}
