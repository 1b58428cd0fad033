import { CATALOGUE_DOCUMENT } from './history-store.ts'

/**
 * The tables of the history in PostgreSQL, as numbered migrations: what was released is never changed, only added to. Places
 * (`seq`) and moments (`at`, milliseconds since 1970 UTC) are as in the rest of the relay.
 */

/** Rows whose moment is further from that of their commit are kept apart from the days: gaps told late, clocks that are wrong. */
const STRAY_MS = 3_600_000

/** How often it is written down when a place was committed. */
const MILESTONE_MS = 600_000

/** Where relays are woken: the payload is one of the words. */
export const CHANNEL = 'reason_history'
export type Notice = 'observations' | 'documents' | 'sites'

/** The day of what is kept apart: it has no partition and is in the default one. */
export const NO_DAY = '-infinity'

/** The table of a day, and that into which it is copied in another order. @param day `YYYY-MM-DD`. */
export const dayTable = (day: string): string => `observations_${day.replaceAll('-', '')}`
export const sortedTable = (day: string): string => `${dayTable(day)}_sorted`

/**
 * The advisory lock of whoever adds to a sorted copy, exchanges it, or changes what is copied. It is had before the head is, and
 * that before any day's table.
 */
export const COPY_LOCK = 'reason_history.copy'

const FIRST = `
  -- One row, locked by every append to the end of its transaction: the order of seqs is the order of commits.
  CREATE TABLE head (
    one boolean PRIMARY KEY DEFAULT true CHECK (one),
    epoch uuid NOT NULL DEFAULT gen_random_uuid(),
    seq bigint NOT NULL DEFAULT 0,
    pruned_to bigint NOT NULL DEFAULT 0
  ) WITH (fillfactor = 10);
  INSERT INTO head DEFAULT VALUES;

  CREATE TABLE observations (
    seq bigint NOT NULL,
    agent_id text,
    at bigint NOT NULL,
    day date NOT NULL,
    body text NOT NULL,
    PRIMARY KEY (seq, day)
  ) PARTITION BY RANGE (day);
  CREATE INDEX observations_by_agent ON observations (agent_id, at, seq);
  -- Nothing is ever refused for want of a day's partition.
  CREATE TABLE observations_default PARTITION OF observations DEFAULT;

  -- When places were committed, on the database's clock, now and then; 'latest' is the greatest moment so far.
  CREATE TABLE milestones (seq bigint PRIMARY KEY, at bigint NOT NULL, latest bigint NOT NULL);

  -- Who leads a CTI site. The last batch of a site is remembered, so that it can be sent again without being there twice.
  CREATE TABLE sites (
    site text PRIMARY KEY,
    term bigint NOT NULL,
    relay text NOT NULL,
    released boolean NOT NULL,
    -- A server that was restarted, restored or promoted has another one: the site must be taken again before it is written to.
    server_started timestamptz NOT NULL,
    batch uuid,
    batch_first bigint,
    noted_at bigint,
    heard_at bigint
  ) WITH (fillfactor = 20);
  CREATE TABLE signs_of_life (site text PRIMARY KEY, term bigint NOT NULL, at timestamptz NOT NULL) WITH (fillfactor = 20);

  -- Every taking of a site, with a random token and the place after which it began. A place that was written is known by the
  -- last token before it: a database that was rolled back and went on has another one there.
  CREATE TABLE terms (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    site text NOT NULL,
    term bigint NOT NULL,
    relay text NOT NULL,
    after_seq bigint NOT NULL,
    token uuid NOT NULL DEFAULT gen_random_uuid(),
    since timestamptz NOT NULL DEFAULT now()
  );
  CREATE INDEX terms_by_place ON terms (after_seq, id);

  CREATE TABLE tickets (hash text PRIMARY KEY, session text NOT NULL, expires_at bigint NOT NULL, used boolean NOT NULL DEFAULT false);
  CREATE INDEX tickets_by_end ON tickets (expires_at);
  CREATE TABLE documents (key text PRIMARY KEY, body text, version bigint NOT NULL UNIQUE);
  -- How far another history was taken over ('source': its epoch), with a checksum of that, and where its rows are.
  CREATE TABLE imports (
    source text PRIMARY KEY, place bigint NOT NULL, rows bigint NOT NULL, checksum text NOT NULL,
    verified boolean NOT NULL DEFAULT false
  );
  CREATE TABLE imported_rows (source text, first_seq bigint, last_seq bigint NOT NULL, PRIMARY KEY (source, first_seq));

  CREATE FUNCTION token_at(place bigint) RETURNS uuid LANGUAGE sql STABLE AS $$
    SELECT token FROM reason_history.terms WHERE after_seq < place ORDER BY after_seq DESC, id DESC LIMIT 1
  $$;

  -- The days that rows after a place can have, and those up to a place, besides what is kept apart.
  CREATE FUNCTION first_day(place bigint) RETURNS date LANGUAGE sql STABLE AS $$
    SELECT coalesce(date '1970-01-01' + ((min(at) - ${STRAY_MS}) / 86400000)::int, '${NO_DAY}') FROM reason_history.milestones
    WHERE seq >= (SELECT max(seq) FROM reason_history.milestones WHERE seq <= place + 1)
  $$;
  CREATE FUNCTION last_day(place bigint) RETURNS date LANGUAGE sql STABLE AS $$
    SELECT coalesce((SELECT date '1970-01-01' + ((latest + ${MILESTONE_MS + STRAY_MS}) / 86400000)::int
                     FROM reason_history.milestones WHERE seq <= place ORDER BY seq DESC LIMIT 1), 'infinity')
  $$;

  CREATE FUNCTION check_lead(p_site text, p_term bigint) RETURNS sites LANGUAGE plpgsql AS $$
  DECLARE lead reason_history.sites;
  BEGIN
    SELECT * INTO lead FROM reason_history.sites WHERE site = p_site;
    IF lead.term IS DISTINCT FROM p_term THEN
      RAISE EXCEPTION 'site % is in term %, not %', p_site, lead.term, p_term USING ERRCODE = 'RH001';
    END IF;
    IF lead.server_started <> pg_postmaster_start_time() THEN
      RAISE EXCEPTION 'site % must be taken again on this server', p_site USING ERRCODE = 'RH003';
    END IF;
    RETURN lead;
  END $$;

  -- Rows after the head, in order; answers the first seq. 'p_moment': when they are committed, null for now.
  CREATE FUNCTION insert_rows(p_moment bigint, p_agents text[], p_ats bigint[], p_bodies text[]) RETURNS bigint
  LANGUAGE plpgsql AS $$
  DECLARE
    place bigint;
    moment bigint := coalesce(p_moment, floor(extract(epoch FROM clock_timestamp()) * 1000));
    last reason_history.milestones;
  BEGIN
    UPDATE reason_history.head SET seq = seq + cardinality(p_ats) RETURNING seq - cardinality(p_ats) INTO place;
    SELECT * INTO last FROM reason_history.milestones ORDER BY seq DESC LIMIT 1;
    IF last.seq IS NULL OR moment < last.at OR moment >= last.at + ${MILESTONE_MS} THEN
      INSERT INTO reason_history.milestones VALUES (place + 1, moment, greatest(moment, last.latest));
    END IF;
    INSERT INTO reason_history.observations (seq, agent_id, at, day, body)
    SELECT place + n, agent_id, at,
           CASE WHEN abs(at - moment) <= ${STRAY_MS} THEN date '1970-01-01' + (at / 86400000)::int ELSE '${NO_DAY}' END,
           body
    FROM unnest(p_agents, p_ats, p_bodies) WITH ORDINALITY AS draft (agent_id, at, body, n);
    RETURN place + 1;
  END $$;

  CREATE FUNCTION append(
    p_site text, p_term bigint, p_batch uuid, p_known bigint, p_heard bigint, p_moment bigint,
    p_agents text[], p_ats bigint[], p_bodies text[], OUT first_seq bigint, OUT token uuid
  ) LANGUAGE plpgsql AS $$
  DECLARE place bigint; lead reason_history.sites;
  BEGIN
    -- Each statement after the lock sees what was committed before it was had.
    SELECT seq INTO STRICT place FROM reason_history.head FOR UPDATE;
    IF place < p_known THEN
      RAISE EXCEPTION 'the last place is %, but % was read', place, p_known USING ERRCODE = 'RH002';
    END IF;
    lead := reason_history.check_lead(p_site, p_term);
    IF lead.batch = p_batch THEN
      first_seq := lead.batch_first;
    ELSE
      first_seq := reason_history.insert_rows(p_moment, p_agents, p_ats, p_bodies);
      UPDATE reason_history.sites SET batch = p_batch, batch_first = append.first_seq,
        heard_at = greatest(heard_at, p_heard) WHERE site = p_site;
      PERFORM pg_notify('reason_history', 'observations');
    END IF;
    token := reason_history.token_at(first_seq);
  END $$;

  -- Takes a site under a new term, if it still is in the one that was seen (null: nobody had it).
  CREATE FUNCTION take_site(p_site text, p_seen bigint, p_relay text) RETURNS bigint LANGUAGE plpgsql AS $$
  DECLARE place bigint; lead reason_history.sites;
  BEGIN
    SELECT seq INTO STRICT place FROM reason_history.head FOR UPDATE;
    SELECT * INTO lead FROM reason_history.sites WHERE site = p_site;
    IF lead.term IS DISTINCT FROM p_seen THEN
      RAISE EXCEPTION 'site % is in term %, not %', p_site, lead.term, p_seen USING ERRCODE = 'RH001';
    END IF;
    INSERT INTO reason_history.sites (site, term, relay, released, server_started)
    VALUES (p_site, 1, p_relay, false, pg_postmaster_start_time())
    ON CONFLICT (site) DO UPDATE SET term = sites.term + 1, relay = p_relay, released = false,
      server_started = pg_postmaster_start_time()
    RETURNING * INTO lead;
    INSERT INTO reason_history.terms (site, term, relay, after_seq) VALUES (p_site, lead.term, p_relay, place);
    INSERT INTO reason_history.signs_of_life VALUES (p_site, lead.term, clock_timestamp())
    ON CONFLICT (site) DO UPDATE SET term = lead.term, at = clock_timestamp();
    PERFORM pg_notify('reason_history', 'sites');
    RETURN lead.term;
  END $$;

  -- Rows of another history, as of the moment when they were new. While a relay writes, its clients would be told of them.
  CREATE FUNCTION import_rows(
    p_source text, p_place bigint, p_checksum text, p_moment bigint, p_agents text[], p_ats bigint[], p_bodies text[]
  ) RETURNS void LANGUAGE plpgsql AS $$
  DECLARE first bigint;
  BEGIN
    PERFORM 1 FROM reason_history.head FOR UPDATE;
    IF EXISTS (SELECT FROM reason_history.sites JOIN reason_history.signs_of_life AS life USING (site)
               WHERE NOT released AND life.at > clock_timestamp() - interval '10 s') THEN
      RAISE EXCEPTION 'a relay writes to it' USING ERRCODE = 'RH004';
    END IF;
    IF NOT EXISTS (SELECT FROM reason_history.imports WHERE source = p_source) THEN
      -- Whoever has a cursor of what was there would be sent all of it.
      UPDATE reason_history.head SET epoch = gen_random_uuid() WHERE seq > 0;
    END IF;
    first := reason_history.insert_rows(p_moment, p_agents, p_ats, p_bodies);
    INSERT INTO reason_history.imports AS known VALUES (p_source, p_place, cardinality(p_ats), p_checksum)
    ON CONFLICT (source) DO UPDATE
    SET place = p_place, rows = known.rows + cardinality(p_ats), checksum = p_checksum, verified = false;
    UPDATE reason_history.imported_rows SET last_seq = first + cardinality(p_ats) - 1
    WHERE source = p_source AND last_seq = first - 1;
    IF NOT FOUND THEN
      INSERT INTO reason_history.imported_rows VALUES (p_source, first, first + cardinality(p_ats) - 1);
    END IF;
  END $$;

  CREATE FUNCTION note_listening(p_site text, p_term bigint, p_at bigint) RETURNS void LANGUAGE plpgsql AS $$
  BEGIN
    PERFORM 1 FROM reason_history.sites WHERE site = p_site FOR UPDATE;
    PERFORM reason_history.check_lead(p_site, p_term);
    UPDATE reason_history.sites SET noted_at = p_at WHERE site = p_site;
  END $$;

  -- 'p_site' null: whoever may put it. Versions in the order of commits.
  CREATE FUNCTION put_document(p_key text, p_body text, p_site text, p_term bigint) RETURNS void LANGUAGE plpgsql AS $$
  BEGIN
    LOCK TABLE reason_history.documents IN EXCLUSIVE MODE;
    IF p_site IS NOT NULL THEN
      PERFORM 1 FROM reason_history.sites WHERE site = p_site FOR SHARE;
      PERFORM reason_history.check_lead(p_site, p_term);
    END IF;
    INSERT INTO reason_history.documents AS known
    SELECT p_key, p_body, coalesce(max(version), 0) + 1 FROM reason_history.documents
    ON CONFLICT (key) DO UPDATE SET body = excluded.body, version = excluded.version
    WHERE known.body IS DISTINCT FROM excluded.body;
    IF FOUND THEN PERFORM pg_notify('reason_history', 'documents'); END IF;
  END $$;

  -- Begins a new epoch instead of one that is known to be over; answers the one that counts.
  CREATE FUNCTION end_epoch(p_epoch uuid) RETURNS uuid LANGUAGE plpgsql AS $$
  DECLARE now_epoch uuid;
  BEGIN
    UPDATE reason_history.head SET epoch = gen_random_uuid() WHERE epoch = p_epoch;
    SELECT epoch INTO now_epoch FROM reason_history.head;
    RETURN now_epoch;
  END $$;

  -- Partitions for the days that have none yet. A day that the default partition has rows of stays there. Attached, because
  -- that holds up no append while it waits for whoever reads.
  CREATE FUNCTION make_days(p_from date, p_to date) RETURNS void LANGUAGE plpgsql AS $$
  DECLARE
    d date;
    name text;
  BEGIN
    PERFORM pg_advisory_xact_lock(hashtext('reason_history.make_days'));
    FOR d IN SELECT generate_series(p_from, p_to, interval '1 day')::date LOOP
      name := format('reason_history.observations_%s', to_char(d, 'YYYYMMDD'));
      IF to_regclass(name) IS NULL AND NOT EXISTS (SELECT FROM reason_history.observations_default WHERE day = d) THEN
        EXECUTE format('CREATE TABLE %s (LIKE reason_history.observations)', name);
        EXECUTE format('ALTER TABLE reason_history.observations ATTACH PARTITION %s FOR VALUES FROM (%L) TO (%L)', name, d, d + 1);
      END IF;
    END LOOP;
  END $$;

  -- What people may build reports on. Days are UTC; a condition on 'day' leaves out all other days' tables.
  CREATE SCHEMA IF NOT EXISTS reports;
  CREATE VIEW reports.observations AS
  SELECT row.day, to_timestamp(row.at / 1000.0) AS at, row.seq, body ->> 'kind' AS kind, body ->> 'site' AS site,
         row.agent_id, body ->> 'state' AS state,
         CASE json_typeof(body -> 'reason') WHEN 'number' THEN (body ->> 'reason')::int
              WHEN 'object' THEN (body -> 'reason' ->> 'code')::int END AS reason,
         CASE json_typeof(body -> 'reason') WHEN 'object' THEN body -> 'reason' ->> 'label' END AS finesse_label,
         (body ->> 'reasonCodeId')::int AS reason_code_id, body ->> 'client' AS client,
         (body ->> 'seeded')::boolean AS seeded, body
  FROM (SELECT day, at, seq, agent_id, body::json AS body FROM reason_history.observations WHERE day > '${NO_DAY}'
        UNION ALL
        SELECT date '1970-01-01' + (at / 86400000)::int, at, seq, agent_id, body::json
        FROM reason_history.observations WHERE day = '${NO_DAY}') AS row;

  -- Each stay that began on a day, until the next state of the same agent, or the end of the day where that came first.
  CREATE VIEW reports.reasons_by_day AS
  WITH labels AS (
    SELECT DISTINCT ON (1, 2) entry ->> 'category' AS category, (entry ->> 'code')::int AS code, entry ->> 'label' AS label
    FROM reason_history.documents, json_array_elements(documents.body::json) AS entry
    WHERE documents.key = '${CATALOGUE_DOCUMENT}' ORDER BY 1, 2, 3
  ), stays AS (
    SELECT day, site, agent_id, state, reason, at,
           greatest(at, least(lead(at) OVER (PARTITION BY day, agent_id ORDER BY at, seq), now(),
                              (day + 1)::timestamp AT TIME ZONE 'UTC')) AS ended
    FROM reports.observations WHERE kind = 'cti'
  )
  SELECT day, site, agent_id, state, reason, label, count(*) AS times,
         round(extract(epoch FROM sum(ended - at))::numeric, 3) AS seconds
  FROM stays LEFT JOIN labels ON labels.category = stays.state AND labels.code = stays.reason
  GROUP BY day, site, agent_id, state, reason, label;
`

const SORTED_DAYS = `
  -- Days whose rows lie in the order of their agents, see postgres-sorter.ts.
  CREATE TABLE sorted_days (day date PRIMARY KEY);
  -- The day that is being copied into that order, and the place up to which the copy was compared with it.
  ALTER TABLE head ADD COLUMN sorting date, ADD COLUMN sorted_to bigint;

  -- Whatever is sorted next begins anew.
  CREATE FUNCTION stop_sorting() RETURNS void LANGUAGE plpgsql AS $$
  DECLARE sorted date;
  BEGIN
    SELECT sorting INTO sorted FROM reason_history.head FOR UPDATE;
    IF sorted IS NOT NULL THEN
      EXECUTE format('DROP TABLE IF EXISTS reason_history.observations_%s_sorted', to_char(sorted, 'YYYYMMDD'));
      UPDATE reason_history.head SET sorting = NULL, sorted_to = NULL;
    END IF;
  END $$;

  -- As before, but for the rows of the day that is being copied: they are kept apart, so that nothing is added to it.
  CREATE OR REPLACE FUNCTION insert_rows(p_moment bigint, p_agents text[], p_ats bigint[], p_bodies text[]) RETURNS bigint
  LANGUAGE plpgsql AS $$
  DECLARE
    place bigint;
    closed date;
    moment bigint := coalesce(p_moment, floor(extract(epoch FROM clock_timestamp()) * 1000));
    last reason_history.milestones;
  BEGIN
    UPDATE reason_history.head SET seq = seq + cardinality(p_ats)
    RETURNING seq - cardinality(p_ats), sorting INTO place, closed;
    SELECT * INTO last FROM reason_history.milestones ORDER BY seq DESC LIMIT 1;
    IF last.seq IS NULL OR moment < last.at OR moment >= last.at + ${MILESTONE_MS} THEN
      INSERT INTO reason_history.milestones VALUES (place + 1, moment, greatest(moment, last.latest));
    END IF;
    INSERT INTO reason_history.observations (seq, agent_id, at, day, body)
    SELECT place + n, agent_id, at,
           CASE WHEN abs(at - moment) > ${STRAY_MS} THEN '${NO_DAY}'
                WHEN date '1970-01-01' + (at / 86400000)::int = closed THEN '${NO_DAY}'
                ELSE date '1970-01-01' + (at / 86400000)::int END,
           body
    FROM unnest(p_agents, p_ats, p_bodies) WITH ORDINALITY AS draft (agent_id, at, body, n);
    RETURN place + 1;
  END $$;

  -- As before; the days that rows are added to are sorted afterwards.
  ALTER FUNCTION import_rows(text, bigint, text, bigint, text[], bigint[], text[]) RENAME TO import_unsorted_rows;
  CREATE FUNCTION import_rows(
    p_source text, p_place bigint, p_checksum text, p_moment bigint, p_agents text[], p_ats bigint[], p_bodies text[]
  ) RETURNS void LANGUAGE plpgsql AS $$
  BEGIN
    PERFORM pg_advisory_xact_lock(hashtext('${COPY_LOCK}'));
    PERFORM reason_history.stop_sorting();
    PERFORM reason_history.import_unsorted_rows(p_source, p_place, p_checksum, p_moment, p_agents, p_ats, p_bodies);
    DELETE FROM reason_history.sorted_days
    WHERE day IN (SELECT date '1970-01-01' + (at / 86400000)::int FROM unnest(p_ats) AS at
                  WHERE abs(at - p_moment) <= ${STRAY_MS});
  END $$;
`

/** In order: the first makes version 1 of an empty database. */
export const MIGRATIONS: readonly string[] = [FIRST, SORTED_DAYS]
