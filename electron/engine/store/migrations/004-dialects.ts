import type { Migration } from '../migrate.ts';

/**
 * What was seen of how sources speak, counted as their exchanges are written. What was kept before is counted here, as
 * far as it was noted down: which requests a source made, and which deviations were understood. Clients were not told
 * from each other before, nor refusals by their shape.
 */
export const dialects: Migration = {
  version: 4,
  name: 'dialects',
  sql: `
-- kind: 'normaliser' (a deviation that was understood), 'operation' (what was asked), 'fingerprint' (a sign of a client).
-- Counted once for each request. example: the id of the newest such exchange, which may have been forgotten since.
CREATE TABLE sighting (
  source_pk INTEGER NOT NULL REFERENCES source, kind TEXT NOT NULL, name TEXT NOT NULL, requests INTEGER NOT NULL,
  first_at INTEGER NOT NULL, last_at INTEGER NOT NULL, example TEXT NOT NULL, PRIMARY KEY (source_pk, kind, name)
) STRICT, WITHOUT ROWID;

-- Requests that were not understood in full, by what they have in common. shape: JSON, without anybody's data, since it
-- outlives the exchanges.
CREATE TABLE unrecognised (
  pk INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, source_pk INTEGER NOT NULL REFERENCES source, shape TEXT NOT NULL,
  requests INTEGER NOT NULL, first_at INTEGER NOT NULL, last_at INTEGER NOT NULL, example TEXT NOT NULL, UNIQUE (source_pk, shape)
) STRICT;
CREATE INDEX unrecognised_newest ON unrecognised (source_pk, last_at, pk);

-- An exchange that was not captured whole is counted at the next start, when it is listed.
INSERT INTO sighting (source_pk, kind, name, requests, first_at, last_at, example)
  SELECT s.source_pk, 'normaliser', s.name, s.requests, s.first_at, s.last_at, (SELECT id FROM exchange WHERE pk = s.newest)
  FROM (
    SELECT e.source_pk, json_extract(n.value, '$.normaliser') AS name, count(DISTINCT e.pk) AS requests,
      min(e.at) AS first_at, max(e.at) AS last_at, max(e.pk) AS newest
    FROM exchange e, json_each(e.notes) n
    WHERE e.source_pk IS NOT NULL AND e.note_count > 0 AND e.duration_us >= 0
    GROUP BY e.source_pk, name
  ) s;

-- The same names as those that are counted from now on; a path is looked at without its query.
INSERT INTO sighting (source_pk, kind, name, requests, first_at, last_at, example)
  WITH told AS (
    SELECT pk, at, source_pk, method, iif(instr(path, '?') > 0, substr(path, 1, instr(path, '?') - 1), path) AS place,
      iif(instr(path, '?') > 0, substr(path, instr(path, '?') + 1), '') AS query
    FROM exchange WHERE source_pk IS NOT NULL AND duration_us >= 0 AND status NOT IN (401, 429)
  ), named AS (
    SELECT pk, at, source_pk, CASE
      WHEN method NOT IN ('GET', 'POST', 'PUT', 'PATCH', 'DELETE') THEN 'elsewhere'
      WHEN place IN ('/.search', '/.search/') THEN method || ' /.search'
      WHEN place GLOB '/*/*/*' THEN 'elsewhere'
      WHEN place IN ('/Users', '/Users/', '/Groups', '/Groups/') THEN method || ' ' || rtrim(place, '/')
        || iif(method = 'GET' AND (query GLOB 'filter=*' OR query GLOB '*&filter=*'), '?filter', '')
      WHEN place IN ('/Users/.search', '/Groups/.search') THEN method || ' ' || place
      WHEN place GLOB '/Users/*' THEN method || ' /Users/{id}'
      WHEN place GLOB '/Groups/*' THEN method || ' /Groups/{id}'
      WHEN place = '/ServiceProviderConfig' OR place GLOB '/ServiceProviderConfig/*'
        THEN method || ' /ServiceProviderConfig'
      WHEN place = '/Schemas' OR place GLOB '/Schemas/*' THEN method || ' /Schemas'
      WHEN place = '/ResourceTypes' OR place GLOB '/ResourceTypes/*' THEN method || ' /ResourceTypes'
      WHEN place = '/Me' OR place GLOB '/Me/*' THEN method || ' /Me'
      WHEN place = '/Bulk' OR place GLOB '/Bulk/*' THEN method || ' /Bulk'
      ELSE 'elsewhere' END AS name
    FROM told
  )
  SELECT s.source_pk, 'operation', s.name, s.requests, s.first_at, s.last_at, (SELECT id FROM exchange WHERE pk = s.newest)
  FROM (
    SELECT source_pk, name, count(*) AS requests, min(at) AS first_at, max(at) AS last_at, max(pk) AS newest
    FROM named GROUP BY source_pk, name
  ) s;
`,
};
