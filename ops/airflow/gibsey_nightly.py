"""The jobs of gibsey for those who keep Airflow: the same commands that cron runs.

GIBSEY_HOME is the folder of gibsey.config.json on the worker. Exit code 3 (partial: the good rest is stored) is a
success of the task, 75 (another run holds the lock) a skip; every other code is a failure.
"""

import os
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from airflow import DAG

try:
    from airflow.providers.standard.operators.bash import BashOperator
except ImportError:  # Airflow 2
    from airflow.operators.bash import BashOperator

HOME = os.environ.get("GIBSEY_HOME", "/srv/gibsey")
ZONE = ZoneInfo(os.environ.get("GIBSEY_SCHEDULE_TIMEZONE", "America/Chicago"))

UTC = ZoneInfo("UTC")

JOBS = {
    "classify": ("0 2 * * *", UTC, "gibsey classify --timeout 600"),
    "nightly": ("0 3 * * *", ZONE, "gibsey nightly --days 7 --timeout 1200"),
    "backup": ("0 5 * * *", ZONE, "gibsey nightly --if-missed --timeout 1200"),
}


def dag_of(name, schedule, zone, command):
    with DAG(
        dag_id=f"gibsey_{name}",
        schedule=schedule,
        start_date=datetime(2026, 1, 1, tzinfo=zone),
        catchup=False,
        max_active_runs=1,
        tags=["gibsey"],
    ) as dag:
        BashOperator(
            task_id=name,
            bash_command=f"{command} --quiet || {{ code=$?; [ $code -eq 3 ] || exit $code; }}",
            cwd=HOME,
            skip_on_exit_code=75,
            append_env=True,
            execution_timeout=timedelta(seconds=1260),
            retries=0,
        )
    return dag


for job, (cron, zone, line) in JOBS.items():
    globals()[f"gibsey_{job}"] = dag_of(job, cron, zone, line)
