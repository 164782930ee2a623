//! Lists of sessions: whose, which, a page at a time.

use crate::{
    base::on_both,
    rows::{day, habilitation, organisation, person, session, some_sessions},
};
use chrono::NaiveDate;
use forprev_core::{
    id::{OrganisationId, PersonId, SessionId},
    policy::session::SessionScope,
    session::{SessionKind, State},
};
use forprev_store::{
    Connection, Pool, Result,
    cursor::Cursor,
    organisation as organisations, person as people, purge,
    session::{self as sessions, Filter, FormateurRow, Sort},
};

fn today() -> NaiveDate {
    day("2026-11-23")
}

fn listed(pool: &Pool, scope: &SessionScope, filter: &Filter) -> Vec<SessionId> {
    let page = pool.read(|c| sessions::list(c, scope, today(), filter, Sort::FirstToEnd, None, 200));
    let page: Result<_> = page;
    let page = page.unwrap();
    assert_eq!((page.total, page.next), (page.items.len() as u64, None));
    page.items.into_iter().map(|row| row.id).collect()
}

/// Every page of a list, with what `between` does after each.
fn walk(pool: &Pool, scope: &SessionScope, sort: Sort, mut between: impl FnMut(u32)) -> Vec<SessionId> {
    let (mut seen, mut after, mut pages) = (Vec::new(), None, 0);
    loop {
        let page: Result<_> =
            pool.read(|c| sessions::list(c, scope, today(), &Filter::default(), sort, after.as_ref(), 7));
        let page = page.unwrap();
        seen.extend(page.items.iter().map(|row| row.id));
        // As a caller gives it back.
        after = page.next.map(|cursor| Cursor::of_text(&cursor.to_text()).unwrap());
        if after.is_none() {
            return seen;
        }
        pages += 1;
        between(pages);
    }
}

#[test]
fn pages_hold_every_row_once_in_each_order() {
    on_both(|base| {
        let pool = base.pool();
        let all = pool.write(|c| -> Result<_> { Ok(some_sessions(c, 40)) }).unwrap();
        let scope = SessionScope { organisations: vec![all[0].organisation_id], ..Default::default() };
        let ids: Vec<_> = all.iter().map(|row| row.id).collect();
        let reversed: Vec<_> = ids.iter().rev().copied().collect();
        assert_eq!(walk(&pool, &scope, Sort::FirstToEnd, |_| ()), ids, "{}", base.url);
        assert_eq!(walk(&pool, &scope, Sort::LastToEnd, |_| ()), reversed, "{}", base.url);
        assert_eq!(walk(&pool, &scope, Sort::Newest, |_| ()), reversed, "{}", base.url);
    });
}

#[test]
fn a_cursor_skips_nothing_while_rows_come_and_go() {
    on_both(|base| {
        let pool = base.pool();
        let all = pool.write(|c| -> Result<_> { Ok(some_sessions(c, 40)) }).unwrap();
        let held = pool.read(|c| forprev_store::habilitation::find(c, all[0].habilitation_id));
        let held: Result<_> = held;
        let held = held.unwrap().row;
        let scope = SessionScope { organisations: vec![held.organisation_id], ..Default::default() };
        let seen = walk(&pool, &scope, Sort::FirstToEnd, |pages| {
            let change: Result<()> = pool.write(|c| {
                // The very row that the cursor names goes, and others come before it.
                purge::erase(c, &[all[pages as usize * 7 - 1].id])?;
                sessions::insert(c, session(5000 + u64::from(pages), &held, Some(day("2026-09-01"))))
            });
            change.unwrap();
        });
        let ids: Vec<_> = all.iter().map(|row| row.id).collect();
        assert_eq!(seen, ids, "{}", base.url);
    });
}

fn submitted(mut row: sessions::Row) -> sessions::Row {
    row.state = State::Submitted;
    row.kind = Some(SessionKind::Initial);
    row.declared_on = Some(today());
    row
}

fn named(session: &sessions::Row, person: &people::Row, lead: bool) -> FormateurRow {
    FormateurRow {
        session_id: session.id,
        position: i32::from(!lead),
        person_id: Some(person.id),
        forprev_number: person.forprev_number.clone(),
        lead,
    }
}

struct Scene {
    ours: OrganisationId,
    theirs: OrganisationId,
    declarer: PersonId,
    formateur: PersonId,
    rows: Vec<sessions::Row>,
}

/// Session 0 is a draft of ours, 1 and 2 are submitted (1 declared by the délégataire), 3 is another organisation's;
/// the formateur is named in all of them; 4 is to be erased by today.
fn scene(c: &mut Connection) -> Result<Scene> {
    let (ours, mut theirs) = (organisation(1, "Ours"), organisation(2, "Autre"));
    theirs.caisse_code = Some("BORDEAUX".into());
    let (declarer, formateur) = (person(1, "Durand", "Anne"), person(2, "Martin", "Luc"));
    let held = [habilitation(1, ours.id), habilitation(2, theirs.id)];
    let mut rows: Vec<_> = [0, 0, 0, 1, 0]
        .iter()
        .zip(0..)
        .map(|(whose, n)| session(100 + n, &held[*whose], Some(day("2026-11-01") + chrono::Days::new(n))))
        .collect();
    for row in &mut rows[1..] {
        *row = submitted(row.clone());
    }
    rows[0].declared_by = Some(declarer.id);
    rows[1].declared_by = Some(declarer.id);
    rows[1].external_ref = Some("REF-1".into());
    rows[4].erase_on = today();
    let names: Vec<_> = rows.iter().map(|row| named(row, &formateur, true)).collect();
    let scene = Scene {
        ours: ours.id,
        theirs: theirs.id,
        declarer: declarer.id,
        formateur: formateur.id,
        rows: rows.clone(),
    };
    organisations::insert_all(c, vec![ours, theirs])?;
    forprev_store::habilitation::insert_all(c, held.to_vec())?;
    people::insert_all(c, vec![declarer, formateur])?;
    sessions::insert_all(c, rows)?;
    sessions::insert_formateurs(c, names)?;
    Ok(scene)
}

#[test]
fn a_list_is_of_a_scope() {
    on_both(|base| {
        let pool = base.pool();
        let scene = pool.write(scene).unwrap();
        let all = Filter::default();
        let places = |scope: &SessionScope, filter: &Filter| -> Vec<usize> {
            let found = listed(&pool, scope, filter);
            found.iter().map(|id| scene.rows.iter().position(|row| row.id == *id).unwrap()).collect()
        };
        let nobody = SessionScope::default();
        assert!(places(&nobody, &all).is_empty());
        let gestionnaire = SessionScope { organisations: vec![scene.ours], ..Default::default() };
        assert_eq!(places(&gestionnaire, &all), [0, 1, 2], "{}", base.url);
        let held = scene.rows[0].habilitation_id;
        let delegataire = SessionScope { declared: Some((scene.declarer, vec![held])), ..Default::default() };
        assert_eq!(places(&delegataire, &all), [0, 1], "S9");
        let without_delegation =
            SessionScope { declared: Some((scene.declarer, vec![])), ..Default::default() };
        assert!(places(&without_delegation, &all).is_empty(), "S9");
        let formateur = SessionScope { formateur: Some(scene.formateur), ..Default::default() };
        assert_eq!(places(&formateur, &all), [1, 2, 3], "drafts aside");
        let not_named = SessionScope { formateur: Some(scene.declarer), ..Default::default() };
        assert!(places(&not_named, &all).is_empty());
        let instructeur = SessionScope { caisses: vec!["BORDEAUX".into()], ..Default::default() };
        assert_eq!(places(&instructeur, &all), [3]);
        let double = SessionScope { formateur: Some(scene.formateur), ..gestionnaire.clone() };
        assert_eq!(places(&double, &all), [0, 1, 2, 3], "the union, each once");

        let filter = |filter: Filter| places(&double, &filter);
        assert_eq!(filter(Filter { state: Some(State::Draft), ..all.clone() }), [0]);
        assert_eq!(filter(Filter { state: Some(State::Submitted), ..all.clone() }), [1, 2, 3]);
        assert_eq!(filter(Filter { end_from: Some(day("2026-11-02")), ..all.clone() }), [1, 2, 3]);
        assert_eq!(filter(Filter { end_to: Some(day("2026-11-02")), ..all.clone() }), [0, 1]);
        assert_eq!(filter(Filter { organisation: Some(scene.theirs), ..all.clone() }), [3]);
        assert_eq!(filter(Filter { external_ref: Some("REF-1".into()), ..all.clone() }), [1]);
        assert!(filter(Filter { dispositif: Some("PRAP2S".into()), ..all.clone() }).is_empty());
        let beyond = Filter { organisation: Some(scene.theirs), ..all.clone() };
        assert!(places(&gestionnaire, &beyond).is_empty(), "a filter never widens a scope");
    });
}

#[test]
fn those_who_led_here_are_found_by_name() {
    on_both(|base| {
        let pool = base.pool();
        let scene = pool.write(scene).unwrap();
        let led: Result<()> = pool.write(|c| {
            for on in ["2026-11-02", "2026-11-01"] {
                people::leads_for(c, scene.ours, scene.formateur, day(on))?;
            }
            // Also when nothing is left of the sessions.
            forprev_store::purge::erase(c, &scene.rows.iter().map(|row| row.id).collect::<Vec<_>>()).map(drop)
        });
        led.unwrap();
        let found = |whose, words: &str| -> Vec<String> {
            let rows: Result<_> = pool.read(|c| people::who_led_here(c, &[whose], words, 10));
            rows.unwrap().into_iter().map(|row| row.last_name).collect()
        };
        assert_eq!(found(scene.ours, "mart"), ["Martin"], "{}", base.url);
        assert_eq!(found(scene.ours, "LUC martín"), ["Martin"]);
        assert!(found(scene.ours, "durand").is_empty(), "declared, never led");
        let other = OrganisationId::new(crate::rows::uuid(404));
        assert!(found(other, "martin").is_empty());
    });
}

#[test]
fn a_forged_cursor_or_filter_is_no_fault_of_the_base() {
    on_both(|base| {
        let pool = base.pool();
        let scene = pool.write(scene).unwrap();
        let scope = SessionScope { organisations: vec![scene.ours], ..Default::default() };
        let hex = |text: &str| text.bytes().map(|byte| format!("{byte:02x}")).collect::<String>();
        for forged in [
            hex("-262000-01-01"),
            hex("no day"),
            hex("99999999999999999"),
            hex("-62200000000000"),
            String::new(),
        ] {
            let cursor = Cursor::of_text(&format!("{forged}.abc")).unwrap();
            for sort in [Sort::LastToEnd, Sort::FirstToEnd, Sort::LastChanged, Sort::FirstChanged] {
                let page: Result<_> = pool
                    .read(|c| sessions::list(c, &scope, today(), &Filter::default(), sort, Some(&cursor), 7));
                assert!(matches!(page, Err(forprev_store::Error::NotFound)), "{forged} {sort:?} {page:?}");
            }
        }
        assert_eq!(Cursor::of_text("6100.abc"), None);
        let nul = Filter { external_ref: Some("a\0b".into()), ..Default::default() };
        assert!(listed(&pool, &scope, &nul).is_empty());
        let sql = Filter { external_ref: Some("' OR 1=1 --".into()), ..Default::default() };
        assert!(listed(&pool, &scope, &sql).is_empty());
    });
}
