//! A15: what a merge does with each column that names a person. A column that is new has to be thought of here.

use crate::base::{Base, on_both};
use crate::rows::{day, habilitation, now, organisation, person, session};
use diesel::{
    Connection as _, PgConnection, QueryableByName, RunQueryDsl, SqliteConnection, sql_query,
    sql_types::{BigInt, Text},
};
use forprev_core::{
    actor::ProfileKind,
    certificate::number::CertificateNumber,
    id::{OrganisationFileId, PersonId},
    notification::{Frequency, Preferences},
    organisation::file::{FileContent, FileKind, FileState},
    session::State,
};
use forprev_store::{
    Connection, Json, Pool, Result, caisse_choice, certificate, invitation, mail_preference, notification,
    organisation_file, outbox, person as people, person_merge, profile, qualification, session as sessions,
};
use forprev_testbase::Database;
use serde_json::json;
use std::collections::BTreeSet;

/// What goes over to the kept person, and back.
const MOVED: &[&str] = &[
    "caisse_choice.person_id",
    "certificate.person_id",
    "formateur_known.person_id",
    "invitation.invited_by",
    "invitation.person_id",
    "notification.person_id",
    "organisation_file.author_id",
    // What waits to be told.
    "outbox.person_id",
    "profile.person_id",
    "qualification.person_id",
    "session.declared_by",
    "session.verified_by",
    "session_formateur.person_id",
];

/// What stays, and why.
const STAYS: &[(&str, &str)] = &[
    ("attachment.replaced_by", "another attachment, no person"),
    ("attachment.uploaded_by", "who added it: their name is the same person's"),
    ("habilitation_event.person_id", "an agent did it, and no agent is merged"),
    ("habilitation_request.assigned_to", "an agent has it, and no agent is merged"),
    ("habilitation_request.author_id", "who began it: those who manage the organisation act on it"),
    ("habilitation_request.decided_by", "an agent did it, and no agent is merged"),
    ("letter_model.author_id", "an agent did it, and no agent is merged"),
    ("organisation_detail.confirmed_by", "who said so: their name is the same person's"),
    ("organisation_file.assigned_to", "an agent has it, and no agent is merged"),
    ("organisation_file_event.person_id", "who did it: their name is the same person's"),
    ("organisation_file_message.person_id", "who wrote it: their name is the same person's"),
    ("request_event.person_id", "who did it: their name is the same person's"),
    ("request_message.person_id", "who wrote it: their name is the same person's"),
    ("request_opinion.person_id", "an agent did it, and no agent is merged"),
    ("visit.agent_id", "an agent has it, and no agent is merged"),
    ("visit_action.answered_by", "who answered: those who manage the organisation act on it"),
    ("account_recovery.confirmed_by", "an agent did it, and no agent is merged"),
    ("account_recovery.opened_by", "an agent did it, and no agent is merged"),
    ("account_recovery.person_id", "of that account: an open one comes to nothing once it is merged"),
    ("audit.person_id", "who did it, in the chain: no line of it is changed"),
    ("certificate.revoked_by", "an agent did it, and no agent is merged"),
    ("federated_identity.person_id", "opens that account, and is there again when the merge is undone"),
    ("look.person_id", "of the account that was looked at: the kept person reads those of both"),
    ("look.reader_id", "who looked: their name is the same person's"),
    ("mail.person_id", "was written to the address that the account had"),
    ("mail_preference.person_id", "is copied to who had chosen nothing"),
    ("one_time_link.person_id", "opens that account: those that were open are ended"),
    ("person_merge.kept_id", "followed from one merge to the next"),
    ("person_merge.merged_by", "an agent did it, and no agent is merged"),
    ("person_merge.merged_id", "the merge itself"),
    ("person_merge.undone_by", "an agent did it, and no agent is merged"),
    ("person_word.person_id", "the words of that account's names"),
    ("recovery_code.person_id", "opens that account, and is there again when the merge is undone"),
    ("refresh_token.person_id", "a sign-in to that account: it is ended"),
    ("second_factor.person_id", "opens that account, and is there again when the merge is undone"),
    (
        "session.certified_by",
        "a signature that was made: sessions that are certified are erased within 15 days",
    ),
    ("session.comment_by", "who wrote a comment: their name is the same person's"),
    ("sign_in.person_id", "a sign-in to that account"),
    ("sign_in_proof.person_id", "a sign-in to that account"),
    ("support_view.agent_id", "an agent did it, and no agent is merged"),
    ("support_view.person_id", "of the account that was seen"),
    ("trainee.person_id", "is signed with the session: generation follows to the kept person"),
];

#[derive(QueryableByName)]
struct Named {
    #[diesel(sql_type = Text)]
    name: String,
}

#[derive(QueryableByName)]
struct Count {
    #[diesel(sql_type = BigInt)]
    count: i64,
}

/// By a foreign key; or by name, where what is referred to may be gone, or be a system.
const SQLITE: &str = "
    SELECT m.name || '.' || f.\"from\" AS name FROM sqlite_schema m JOIN pragma_foreign_key_list(m.name) f
    WHERE m.type = 'table' AND f.\"table\" = 'person'
    UNION
    SELECT m.name || '.' || c.name FROM sqlite_schema m JOIN pragma_table_info(m.name) c
    WHERE m.type = 'table' AND (c.name LIKE '%person_id' OR c.name LIKE '%\\_by' ESCAPE '\\'
        OR c.name IN ('agent_id', 'reader_id', 'merged_id', 'kept_id'))";
const POSTGRES: &str = "
    SELECT t.relname || '.' || a.attname AS name FROM pg_constraint k
    JOIN pg_class t ON t.oid = k.conrelid JOIN pg_attribute a ON a.attrelid = k.conrelid AND a.attnum = ANY (k.conkey)
    WHERE k.contype = 'f' AND k.confrelid = 'person'::regclass
    UNION
    SELECT table_name || '.' || column_name FROM information_schema.columns
    WHERE table_schema = 'public' AND (column_name LIKE '%person_id' OR column_name LIKE '%\\_by'
        OR column_name IN ('agent_id', 'reader_id', 'merged_id', 'kept_id'))";

fn query<T: QueryableByName<diesel::sqlite::Sqlite> + QueryableByName<diesel::pg::Pg> + 'static>(
    base: &Base,
    sqlite: &str,
    postgres: &str,
) -> Vec<T> {
    match base.on() {
        Database::Sqlite => {
            let path = base.url.trim_start_matches("sqlite://");
            sql_query(sqlite).load(&mut SqliteConnection::establish(path).unwrap()).unwrap()
        }
        Database::Postgres => {
            sql_query(postgres).load(&mut PgConnection::establish(&base.url).unwrap()).unwrap()
        }
    }
}

/// How often a column names this person.
fn count(base: &Base, column: &str, person: PersonId) -> i64 {
    let (table, name) = column.split_once('.').unwrap();
    let sql = format!("SELECT count(*) AS count FROM {table} WHERE {name} = '{person}'");
    query::<Count>(base, &sql, &sql)[0].count
}

#[test]
fn a15_every_column_that_names_a_person_goes_over_or_stays_for_a_reason() {
    on_both(|base| {
        let found: BTreeSet<String> =
            query::<Named>(base, SQLITE, POSTGRES).into_iter().map(|row| row.name).collect();
        let known: BTreeSet<String> =
            MOVED.iter().chain(STAYS.iter().map(|(column, _)| column)).map(|one| (*one).to_owned()).collect();
        assert_eq!(found, known, "{}", base.url);
        assert_eq!(known.len(), MOVED.len() + STAYS.len());
        assert!(STAYS.iter().all(|(_, why)| !why.is_empty()));
    });
}

/// Two people of one organisation, where the first is named in each column that goes over.
fn two(c: &mut Connection) -> Result<(PersonId, PersonId)> {
    let (old, new) = (person(1, "Durand", "Anne"), person(2, "Durand", "Anne"));
    let (from, to) = (old.id, new.id);
    let owner = organisation(1, "Formation");
    let held = habilitation(1, owner.id);
    forprev_store::organisation::insert(c, owner.clone())?;
    forprev_store::habilitation::insert(c, held.clone())?;
    people::insert_all(c, vec![old.clone(), new])?;
    let gestionnaire = profile::Row {
        organisation_id: Some(owner.id),
        ..profile::Row::new("profile".into(), from, ProfileKind::Gestionnaire, now())
    };
    profile::insert(c, gestionnaire)?;
    qualification::insert(
        c,
        qualification::Row {
            id: "qualification".into(),
            person_id: from,
            certificate_code: "FORM_SST".into(),
            obtained_on: day("2026-01-01"),
            valid_until: None,
            certificate_number: None,
            reference: None,
            created_at: now(),
        },
    )?;
    certificate::insert_all(
        c,
        vec![certificate::Row {
            number: CertificateNumber::new("FORM_SST", 2026, [7; 8]).unwrap(),
            dispositif: "SST".into(),
            level: 2,
            certificate_code: "FORM_SST".into(),
            holder: forprev_core::catalogue::Holder::Formateur,
            kind: forprev_core::session::SessionKind::Initial,
            ends_on: day("2026-01-01"),
            valid_until: None,
            organisation_id: owner.id,
            habilitation_id: held.id,
            generated_on: day("2026-01-02"),
            downloadable_until: day("2026-01-17"),
            person_id: Some(from),
            revoked_at: None,
            revoked_by: None,
            revocation_reason: None,
        }],
        Vec::new(),
    )?;
    let verified = sessions::Row {
        declared_by: Some(from),
        verified_by: Some(from),
        verified_at: Some(now()),
        verified_mac: Some(vec![1; 32]),
        declared_on: Some(day("2026-11-20")),
        submitted_at: Some(now()),
        state: State::Verified,
        ..session(1, &held, Some(day("2026-11-20")))
    };
    sessions::insert(c, verified.clone())?;
    sessions::insert_formateurs(
        c,
        vec![sessions::FormateurRow {
            session_id: verified.id,
            position: 0,
            person_id: Some(from),
            forprev_number: old.forprev_number,
            lead: true,
        }],
    )?;
    people::leads_for(c, owner.id, from, day("2026-11-20"))?;
    organisation_file::insert(
        c,
        organisation_file::Row {
            id: OrganisationFileId::new(uuid::Uuid::from_u128(91)),
            kind: FileKind::Opening,
            state: FileState::Draft,
            organisation_id: None,
            author_id: from,
            content: Json(FileContent::default()),
            submitted_content: None,
            caisse_code: None,
            departement: None,
            city: None,
            assigned_to: None,
            queued_at: now(),
            submitted_at: None,
            abandoned_on: None,
            comment: None,
            corrections: Json(std::collections::BTreeMap::new()),
            siret: None,
            raison_sociale: String::new(),
            search_key: String::new(),
            version: 1,
            created_at: now(),
            updated_at: now(),
        },
    )?;
    let invited = |id: &str, email: &str| invitation::Row {
        id: id.into(),
        organisation_id: Some(owner.id),
        kind: ProfileKind::Gestionnaire,
        caisse_code: None,
        rank: None,
        last_name: "Martin".into(),
        first_name: "Luc".into(),
        birth_date: day("1980-02-29"),
        email: email.parse().unwrap(),
        email_key: email.into(),
        until_on: None,
        invited_by: from,
        created_at: now(),
        expires_at: now(),
        sent_count: 1,
        token_digest: id.into(),
        accepted_at: Some(now()),
        cancelled_at: None,
        person_id: Some(from),
    };
    invitation::insert(c, invited("invitation", "luc@test.example"), &[])?;
    mail_preference::set(c, from, Preferences { information: Frequency::Weekly, ..Preferences::default() })?;
    for (id, read_at) in [("read", Some(now())), ("unread", None)] {
        let (kind, facts) = ("user.added".to_owned(), Json(json!({})));
        let row = notification::Row {
            id: id.into(),
            person_id: from,
            kind,
            session_id: None,
            facts,
            created_at: now(),
            read_at,
        };
        notification::insert(c, row)?;
    }
    for (id, done_at) in [("told", Some(now())), ("untold", None)] {
        let row = outbox::Row {
            id: id.into(),
            kind: "user.added".into(),
            person_id: Some(from),
            session_id: None,
            organisation_id: Some(owner.id),
            payload: Json(json!({})),
            created_at: now(),
            due_at: now(),
            done_at,
            mail_id: None,
        };
        outbox::insert(c, row)?;
    }
    for (who, caisse, on) in [
        (from, "RENNES", "2026-01-10"),
        (from, "LILLE", "2026-02-10"),
        (from, "BORDEAUX", "2026-03-10"),
        (to, "STRASBOURG", "2026-02-10"),
    ] {
        caisse_choice::put(c, who, caisse, day(on))?;
    }
    for (who, caisse) in [(from, "BORDEAUX"), (to, "STRASBOURG")] {
        let row = people::touch(c, who, None)?;
        people::save(c, people::Row { caisse_code: Some(caisse.into()), ..row })?;
    }
    Ok((from, to))
}

fn caisses(pool: &Pool, person: PersonId) -> (Option<String>, Vec<(String, String)>) {
    let read: Result<_> = pool.read(|c| {
        let history = caisse_choice::of_person(c, person)?;
        Ok((people::find(c, person)?.caisse_code, history))
    });
    let (now, history) = read.unwrap();
    (now, history.into_iter().map(|(code, _, on)| (code, on.to_string())).collect())
}

fn history(of: &[(&str, &str)]) -> Vec<(String, String)> {
    of.iter().map(|(caisse, on)| ((*caisse).to_owned(), (*on).to_owned())).collect()
}

#[test]
fn a15_what_goes_over_goes_over_whole_and_comes_back_whole() {
    on_both(|base| {
        let pool = base.pool();
        let (from, to) = pool.write(two).unwrap();
        let before: Vec<i64> = MOVED.iter().map(|column| count(base, column, from)).collect();
        assert!(before.iter().all(|count| *count > 0), "{:?}", MOVED.iter().zip(&before).collect::<Vec<_>>());
        let both = (caisses(&pool, from), caisses(&pool, to));
        let moved: Result<_> = pool.write(|c| {
            people::touch(c, from, None)?;
            people::touch(c, to, None)?;
            person_merge::carry_over(c, from, to, now())
        });
        let moved = moved.unwrap();
        for (column, before) in MOVED.iter().zip(&before) {
            // The caisse of a day on which both chose, and what was told by mail, stay.
            let left = i64::from(["caisse_choice.person_id", "outbox.person_id"].contains(column));
            assert_eq!(count(base, column, from), left, "{column}, {}", base.url);
            assert!(count(base, column, to) >= before - left, "{column}, {}", base.url);
        }
        // The history of both, and the caisse that was chosen last.
        let all = [("BORDEAUX", "2026-03-10"), ("STRASBOURG", "2026-02-10"), ("RENNES", "2026-01-10")];
        assert_eq!(caisses(&pool, to), (Some("BORDEAUX".into()), history(&all)));
        let back: Result<()> = pool.write(|c| person_merge::give_back(c, &moved, from, to, now()));
        back.unwrap();
        let after: Vec<i64> = MOVED.iter().map(|column| count(base, column, from)).collect();
        assert_eq!(after, before, "{}", base.url);
        assert_eq!((caisses(&pool, from), caisses(&pool, to)), both);
    });
}

#[test]
fn a15_what_the_kept_person_chose_and_was_told_since_stays_theirs() {
    on_both(|base| {
        let pool = base.pool();
        let (from, to) = pool.write(two).unwrap();
        let left: Result<()> = pool.write(|c| {
            let moved = person_merge::carry_over(c, from, to, now())?;
            // A mail was written meanwhile, a message erased, another caisse chosen.
            outbox::done(c, &["untold".to_owned()], None, now())?;
            caisse_choice::put(c, to, "LILLE", day("2026-03-10"))?;
            let row = people::touch(c, to, None)?;
            people::save(c, people::Row { caisse_code: Some("LILLE".into()), ..row })?;
            notification::erase_before(
                c,
                "2027-01-01T00:00:00Z".parse::<chrono::DateTime<chrono::Utc>>().unwrap().into(),
            )?;
            person_merge::give_back(c, &moved, from, to, now())
        });
        left.unwrap();
        assert_eq!(count(base, "outbox.person_id", to), 1);
        assert_eq!(
            caisses(&pool, to),
            (Some("LILLE".into()), history(&[("LILLE", "2026-03-10"), ("STRASBOURG", "2026-02-10")]))
        );
        let all = [("BORDEAUX", "2026-03-10"), ("LILLE", "2026-02-10"), ("RENNES", "2026-01-10")];
        assert_eq!(caisses(&pool, from), (Some("BORDEAUX".into()), history(&all)));
    });
}
