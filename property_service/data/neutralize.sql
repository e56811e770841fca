-- A copy of the database must not do again what its original will do: bulk work that
-- waits there for the job runner is cancelled here.
UPDATE queue_job
   SET state = 'cancelled', date_cancelled = NOW() AT TIME ZONE 'UTC'
 WHERE state IN ('wait_dependencies', 'pending', 'enqueued', 'started');
