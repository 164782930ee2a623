// The SQL statements that a request sends, as PostgreSQL logs them, and a script with which pgbench sends the same.

import { sql } from "./postgres.js";

// "2026… [12] LOG:  execute __diesel_stmt_3: SELECT …", then "… DETAIL:  parameters: $1 = 'x', $2 = NULL".
const STATEMENT = /^.* LOG: {2}(?:execute [^:]+|statement): /;
const PARAMETERS = /^.* DETAIL: {2}parameters: /;
const HEAD = /^\d{4}-\d\d-\d\d [\d:.]+ \S+ \[\d+\] [A-Z]+: {2}/;

/** What the server logs while `act` runs, in its order. Needs a server that logs statements on this database. */
export async function captured(act) {
  const size = () => Number(sql("postgres", "SELECT (pg_stat_file('server.log')).size;"));
  const before = size();
  await act();
  const text = sql("postgres", `SELECT pg_read_file('server.log', ${before}, ${size() - before});`);
  const entries = [];
  for (const line of text.split("\n")) {
    if (HEAD.test(line)) entries.push(line);
    else if (entries.length) entries[entries.length - 1] += `\n${line}`;
  }
  const statements = [];
  for (const entry of entries) {
    if (STATEMENT.test(entry)) statements.push({ text: entry.replace(STATEMENT, ""), values: [] });
    else if (PARAMETERS.test(entry)) statements.at(-1).values = values(entry.replace(PARAMETERS, ""));
  }
  return statements;
}

/** `$1 = 'it''s', $2 = NULL` as a list of texts; null for NULL. */
function values(text) {
  return [...text.matchAll(/\$\d+ = (NULL|'(?:[^']|'')*')/g)].map(([, value]) => (value === "NULL" ? null : value.slice(1, -1).replaceAll("''", "'")));
}

// A colon begins a variable of pgbench's, also inside of a text.
const quoted = (text) => `E'${text.replaceAll("\\", "\\\\").replaceAll("'", "''").replaceAll(":", "\\x3a")}'`;

/**
 * A script of pgbench: the statements with their values written in. An identifier that was made for this request
 * (`isFresh`) gets a tail that is drawn anew each time, the same wherever it stands.
 */
export function script(statements, isFresh) {
  const drawn = new Map();
  const value = (text) => {
    if (text === null) return "NULL";
    if (!isFresh(text)) return quoted(text);
    if (!drawn.has(text)) drawn.set(text, `tail${drawn.size}`);
    return `(${quoted(text.slice(0, -12))} || :${drawn.get(text)}::bigint)`;
  };
  const lines = statements.map(({ text, values }) => {
    const one = text.replaceAll(/\$(\d+)/g, (_, place) => value(values[place - 1])).replaceAll("\n", " ");
    return `${one.replace(/;\s*$/, "")};`;
  });
  const draws = [...drawn.values()].map((name) => `\\set ${name} random(100000000000, 999999999999)`);
  return `${[...draws, ...lines].join("\n")}\n`;
}
