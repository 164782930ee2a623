//! The two migration folders make the same tables.

use crate::base::{Base, empty_postgres, empty_sqlite};
use diesel::{
    Connection as _, PgConnection, QueryableByName, RunQueryDsl, SqliteConnection, sql_query,
    sql_types::{Bool, Integer, Nullable, Text},
};
use diesel_migrations::{EmbeddedMigrations, MigrationHarness, embed_migrations};
use std::collections::{BTreeMap, BTreeSet};

const SQLITE: EmbeddedMigrations = embed_migrations!("../../migrations/sqlite");
const POSTGRES: EmbeddedMigrations = embed_migrations!("../../migrations/postgres");

#[derive(QueryableByName)]
struct ColumnRow {
    #[diesel(sql_type = Text)]
    table_name: String,
    #[diesel(sql_type = Text)]
    column_name: String,
    #[diesel(sql_type = Text)]
    column_type: String,
    #[diesel(sql_type = Bool)]
    nullable: bool,
    #[diesel(sql_type = Integer)]
    place: i32,
}

#[derive(QueryableByName)]
struct IndexRow {
    #[diesel(sql_type = Text)]
    table_name: String,
    #[diesel(sql_type = Nullable<Text>)]
    index_name: Option<String>,
    #[diesel(sql_type = Bool)]
    is_unique: bool,
    #[diesel(sql_type = Text)]
    column_name: String,
}

#[derive(QueryableByName)]
struct NameRow {
    #[diesel(sql_type = Text)]
    name: String,
}

/// Columns by table in their order: name, type, whether it may be NULL.
type Columns = BTreeMap<String, Vec<(i32, String, String, bool)>>;
/// Table, name, whether it is unique, columns in order.
type Indexes = BTreeSet<(String, String, bool, Vec<String>)>;

fn columns(rows: Vec<ColumnRow>) -> Columns {
    let mut tables = Columns::new();
    for row in rows {
        // What the two call by other names.
        let column_type = match row.column_type.to_lowercase().as_str() {
            "bytea" => "blob".into(),
            // Written so where a key must not be SQLite's rowid, which has no index of its own.
            "int" => "integer".into(),
            "timestamp without time zone" => "timestamp".into(),
            same => same.to_owned(),
        };
        tables.entry(row.table_name).or_default().push((
            row.place,
            row.column_name,
            column_type,
            row.nullable,
        ));
    }
    tables
}

fn indexes(rows: Vec<IndexRow>) -> Indexes {
    let mut found: BTreeMap<(String, String, bool), Vec<String>> = BTreeMap::new();
    for row in rows {
        let name = row.index_name.unwrap_or_default();
        found.entry((row.table_name, name, row.is_unique)).or_default().push(row.column_name);
    }
    found.into_iter().map(|((table, name, unique), columns)| (table, name, unique, columns)).collect()
}

fn sqlite_columns(c: &mut SqliteConnection) -> Columns {
    let rows = sql_query(
        "SELECT m.name AS table_name, p.name AS column_name, p.type AS column_type, NOT p.\"notnull\" AS nullable,
                p.cid + 1 AS place
         FROM sqlite_schema m JOIN pragma_table_info(m.name) p
         WHERE m.type = 'table' AND m.name NOT LIKE 'sqlite%' AND m.name <> '__diesel_schema_migrations'
         ORDER BY 1, 5",
    );
    columns(rows.load(c).unwrap())
}

fn postgres_columns(c: &mut PgConnection) -> Columns {
    let rows = sql_query(
        "SELECT table_name::text, column_name::text, data_type::text AS column_type, is_nullable = 'YES' AS nullable,
                -- A column that was dropped leaves a gap.
                rank() OVER (PARTITION BY table_name ORDER BY ordinal_position)::int AS place
         FROM information_schema.columns
         WHERE table_schema = 'public' AND table_name <> '__diesel_schema_migrations'
         ORDER BY 1, 5",
    );
    columns(rows.load(c).unwrap())
}

// An index that SQLite makes for a primary key has no name of its own: it is the table's key.
fn sqlite_indexes(c: &mut SqliteConnection) -> Indexes {
    let rows = sql_query(
        "SELECT m.name AS table_name, CASE WHEN l.origin = 'pk' THEN NULL ELSE l.name END AS index_name,
                l.\"unique\" AS is_unique, i.name AS column_name
         FROM sqlite_schema m JOIN pragma_index_list(m.name) l JOIN pragma_index_info(l.name) i
         WHERE m.type = 'table' AND m.name <> '__diesel_schema_migrations'
         ORDER BY 1, 2, i.seqno",
    );
    indexes(rows.load(c).unwrap())
}

fn postgres_indexes(c: &mut PgConnection) -> Indexes {
    let rows = sql_query(
        "SELECT t.relname::text AS table_name, CASE WHEN x.indisprimary THEN NULL ELSE i.relname::text END AS index_name,
                x.indisunique AS is_unique, a.attname::text AS column_name
         FROM pg_index x
         JOIN pg_class t ON t.oid = x.indrelid JOIN pg_class i ON i.oid = x.indexrelid
         JOIN pg_namespace n ON n.oid = t.relnamespace
         CROSS JOIN LATERAL unnest(x.indkey) WITH ORDINALITY AS k(attnum, place)
         JOIN pg_attribute a ON a.attrelid = t.oid AND a.attnum = k.attnum
         WHERE n.nspname = 'public' AND t.relname <> '__diesel_schema_migrations'
         ORDER BY 1, 2, k.place",
    );
    indexes(rows.load(c).unwrap())
}

/// Named constraints of the tables: checks and foreign keys.
fn sqlite_constraints(c: &mut SqliteConnection) -> BTreeSet<String> {
    let rows: Vec<NameRow> = sql_query(
        "SELECT sql AS name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE '\\_\\_%' ESCAPE '\\'",
    )
    .load(c)
    .unwrap();
    let words = rows.iter().flat_map(|row| row.name.split_whitespace()).collect::<Vec<_>>();
    words.windows(2).filter(|pair| pair[0] == "CONSTRAINT").map(|pair| pair[1].to_owned()).collect()
}

fn postgres_constraints(c: &mut PgConnection) -> BTreeSet<String> {
    let rows: Vec<NameRow> = sql_query(
        "SELECT k.conname::text AS name FROM pg_constraint k JOIN pg_class t ON t.oid = k.conrelid
         JOIN pg_namespace n ON n.oid = t.relnamespace
         WHERE n.nspname = 'public' AND t.relname <> '__diesel_schema_migrations' AND k.contype IN ('c', 'f', 'p')",
    )
    .load(c)
    .unwrap();
    rows.into_iter().map(|row| row.name).collect()
}

fn sqlite_connection(base: &Base) -> SqliteConnection {
    SqliteConnection::establish(base.url.strip_prefix("sqlite://").unwrap()).unwrap()
}

#[test]
fn the_folders_hold_the_same_names() {
    let names = |folder: &str| -> Vec<(String, Vec<String>)> {
        let list = |path: &std::path::Path| {
            let mut names: Vec<_> = std::fs::read_dir(path).unwrap().map(|one| one.unwrap()).collect();
            names.sort_by_key(std::fs::DirEntry::file_name);
            names
        };
        let root = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../../migrations").join(folder);
        let text = |entry: &std::fs::DirEntry| entry.file_name().into_string().unwrap();
        list(&root).iter().map(|one| (text(one), list(&one.path()).iter().map(text).collect())).collect()
    };
    let sqlite = names("sqlite");
    assert_eq!(sqlite, names("postgres"));
    assert!(!sqlite.is_empty() && sqlite.iter().all(|(_, files)| files == &["down.sql", "up.sql"]));
}

#[test]
fn up_down_and_up_again_both_have_the_same_tables() {
    let (sqlite, postgres) = (empty_sqlite(), empty_postgres());
    let (s, p) = (&mut sqlite_connection(&sqlite), &mut PgConnection::establish(&postgres.url).unwrap());

    s.run_pending_migrations(SQLITE).unwrap();
    p.run_pending_migrations(POSTGRES).unwrap();
    let (tables, keys) = (sqlite_columns(s), sqlite_indexes(s));
    assert!(tables.len() > 20, "{}", tables.len());
    assert_eq!(tables, postgres_columns(p));
    assert_eq!(keys, postgres_indexes(p));
    assert_eq!(sqlite_constraints(s), postgres_constraints(p));

    s.revert_all_migrations(SQLITE).unwrap();
    p.revert_all_migrations(POSTGRES).unwrap();
    assert_eq!((sqlite_columns(s), postgres_columns(p)), (Columns::new(), Columns::new()));
    assert!(postgres_functions(p).is_empty(), "nothing but tables is left either");

    s.run_pending_migrations(SQLITE).unwrap();
    p.run_pending_migrations(POSTGRES).unwrap();
    assert_eq!((&tables, &tables), (&sqlite_columns(s), &postgres_columns(p)));
    assert_eq!((&keys, &keys), (&sqlite_indexes(s), &postgres_indexes(p)));
}

fn postgres_functions(c: &mut PgConnection) -> Vec<String> {
    let rows: Vec<NameRow> = sql_query(
        "SELECT proname::text AS name FROM pg_proc JOIN pg_namespace n ON n.oid = pronamespace
         WHERE nspname = 'public' AND proname NOT LIKE 'diesel%'",
    )
    .load(c)
    .unwrap();
    rows.into_iter().map(|row| row.name).collect()
}

#[test]
fn unique_indexes_are_named_by_their_columns() {
    // SQLite tells the columns, PostgreSQL the name: errors are the same by this convention.
    let base = empty_sqlite();
    let c = &mut sqlite_connection(&base);
    c.run_pending_migrations(SQLITE).unwrap();
    for (table, name, unique, columns) in sqlite_indexes(c) {
        if unique && !name.is_empty() {
            assert_eq!(name, format!("{table}_{}_unique", columns.join("_")));
        }
    }
}

#[test]
fn texts_of_postgresql_sort_by_code_point() {
    let base = empty_postgres();
    let c = &mut PgConnection::establish(&base.url).unwrap();
    c.run_pending_migrations(POSTGRES).unwrap();
    let others: Vec<NameRow> = sql_query(
        "SELECT table_name || '.' || column_name AS name FROM information_schema.columns
         WHERE table_schema = 'public' AND table_name <> '__diesel_schema_migrations'
           AND data_type = 'text' AND collation_name IS DISTINCT FROM 'C'",
    )
    .load(c)
    .unwrap();
    let others: Vec<_> = others.into_iter().map(|row| row.name).collect();
    assert!(others.is_empty(), "{others:?}");
}
