// The first page of the public directory as another server would answer it: Fastify and node-postgres, a process a core,
// the same statements as Forprev's, prepared, the same answer. Port and base: arguments.

import cluster from "node:cluster";
import { cpus } from "node:os";
import Fastify from "fastify";
import pg from "pg";

const [port, connection, today] = process.argv.slice(2);
// Days as they are written, not as instants.
pg.types.setTypeParser(1082, (day) => day);

const VALID = `h.valid_from <= $1 AND h.valid_until >= $1 AND (h.withdrawn_from IS NULL OR h.withdrawn_from > $1)
  AND NOT EXISTS (SELECT 1 FROM suspension s WHERE s.habilitation_id = h.id AND s.from_on <= $1
                  AND (s.until_on IS NULL OR s.until_on >= $1))`;
const LISTED = `FROM organisation o WHERE o.published AND o.id IN
  (SELECT h.organisation_id FROM habilitation h WHERE ${VALID} AND h.dispositif = $2)`;
const LIMIT = 50;

function cursor(row) {
  return `${Buffer.from(row.sort_key).toString("hex")}.${row.id}`;
}

function told(row, region, held) {
  const one = {
    id: row.id,
    kind: row.kind,
    raison_sociale: row.raison_sociale,
    enseigne: row.enseigne,
    siret: row.siret,
    postal_code: row.postal_code,
    city: row.city,
    departement: row.departement,
    region,
    reach: row.reach,
    email: row.published_email,
    phone: row.published_phone,
    website: row.published_website,
    habilitations: held.map(({ number, dispositif, level, valid_until }) => ({ number, dispositif, level, valid_until })),
  };
  return Object.fromEntries(Object.entries(one).filter(([, value]) => value !== null));
}

async function page(pool, dispositif) {
  const day = today;
  const [count, found] = await Promise.all([
    pool.query({ name: "count", text: `SELECT count(*)::int AS total ${LISTED}`, values: [day, dispositif] }),
    pool.query({ name: "page", text: `SELECT o.* ${LISTED} ORDER BY o.sort_key, o.id LIMIT ${LIMIT + 1}`, values: [day, dispositif] }),
  ]);
  const rows = found.rows.slice(0, LIMIT);
  const [held, regions] = await Promise.all([
    pool.query({
      name: "held",
      text: `SELECT h.* FROM habilitation h WHERE ${VALID} AND h.organisation_id = ANY($2) ORDER BY h.dispositif, h.level, h.valid_until, h.id`,
      values: [day, rows.map((row) => row.id)],
    }),
    pool.query({ name: "regions", text: "SELECT code, region_code FROM departement WHERE code = ANY($1)", values: [rows.map((row) => row.departement)] }),
  ]);
  const region = new Map(regions.rows.map((row) => [row.code, row.region_code]));
  const items = rows.map((row) => told(row, region.get(row.departement), held.rows.filter((one) => one.organisation_id === row.id)));
  const next = found.rows.length > LIMIT ? { next_cursor: cursor(rows.at(-1)) } : {};
  return { items, ...next, total: count.rows[0].total };
}

if (cluster.isPrimary) {
  for (const _ of cpus()) cluster.fork();
  process.on("SIGTERM", () => process.exit(0));
} else {
  const pool = new pg.Pool({ ...JSON.parse(connection), max: 8 });
  const fastify = Fastify();
  fastify.get("/health", async () => ({ ok: true }));
  fastify.get("/api/v1/public/organisations", (request) => page(pool, request.query.dispositif));
  process.on("disconnect", () => process.exit(0));
  await fastify.listen({ port: Number(port), host: "127.0.0.1" });
}
