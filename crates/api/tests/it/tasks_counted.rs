//! "À traiter" is counted in the base and read a page at a time: as many, and the same in the same order, as what each
//! session asks for when it is looked at by itself.

use chrono::{Days, NaiveDate};
use forprev_app::{Caller, tasks::list_tasks};
use forprev_core::{
    actor::{Actor, InrsRank, Person as ActingPerson},
    id::SessionId,
    page::Page,
    parameters::{ParameterVersion, Parameters},
    policy::{
        help::{Helped, may_confirm},
        session::{Standing, is_declarer, is_lead, step, view},
    },
    query::PageQuery,
    recovery::RecoveryState,
    session::{
        SessionKind,
        state::{State, Step},
        window,
    },
    task::{Task, TaskKind, TaskOrganisation, TaskSession, asked_of_declarer, asked_of_lead, due_on},
};
use forprev_store as store;
use forprev_testkit::{Declared, Holding, Person, TestApp, both_databases};
use uuid::Uuid;

/// Numbers that look drawn and are the same each time.
struct Drawn(u64);

impl Drawn {
    fn below(&mut self, limit: u64) -> u64 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) % limit
    }

    fn one<'a, T>(&mut self, of: &'a [T]) -> &'a T {
        &of[usize::try_from(self.below(of.len() as u64)).unwrap()]
    }
}

fn acting(app: &TestApp, person: &Person) -> Actor {
    app.read(|tx| {
        let row = store::person::find(tx.conn, person.id)?;
        Ok(Actor::Person(ActingPerson {
            id: row.id,
            forprev_number: row.forprev_number,
            last_name: row.last_name,
            first_name: row.first_name,
            profiles: store::profile::held_by(tx.conn, person.id, tx.today)?,
            onboarded: true,
            second_factor_missing: false,
        }))
    })
}

fn listed(app: &TestApp, actor: &Actor, limit: u32, cursor: Option<String>) -> Page<Task> {
    let caller = Caller { actor: actor.clone(), ..Caller::anyone() };
    let query = PageQuery { limit: Some(limit), cursor };
    app.app.read(&caller, |tx| list_tasks(tx, &query)).unwrap()
}

/// All pages of this size, each of which says how many there are in all.
fn paged(app: &TestApp, actor: &Actor, limit: u32) -> Vec<Task> {
    let (mut tasks, mut cursor, mut totals) = (Vec::new(), None, Vec::new());
    loop {
        let page = listed(app, actor, limit, cursor);
        assert!(page.items.len() <= limit as usize);
        totals.push(page.total);
        tasks.extend(page.items);
        cursor = page.next_cursor;
        if cursor.is_none() {
            assert!(totals.iter().all(|total| *total == tasks.len() as u64), "{totals:?}, {}", tasks.len());
            return tasks;
        }
    }
}

/// What each session asks of this person, looked at one by one with the rules alone.
fn one_by_one(
    app: &TestApp,
    actor: &Actor,
    rows: &[(store::session::Row, Vec<store::session::FormateurRow>)],
) -> Vec<Task> {
    let versions = app.read(|tx| Ok(store::parameter::versions(tx.conn)?));
    let on = |day: NaiveDate| Parameters::in_force(&versions, day).unwrap();
    let today = app.today();
    let asked = |row: &store::session::Row, formateurs: &[store::session::FormateurRow]| {
        let standing = Standing {
            organisation_id: row.organisation_id,
            habilitation_id: row.habilitation_id,
            caisse: None,
            declared_by: row.declared_by,
            lead: formateurs.iter().find(|one| one.lead).and_then(|one| one.person_id),
            formateurs: formateurs.iter().filter_map(|one| one.person_id).collect(),
            state: row.state,
            ends_on: row.ends_on,
            verified_by: row.verified_by,
        };
        view(actor, &standing).filter(|_| today < row.erase_on)?;
        let parameters = on(row.ends_on.unwrap_or(today)).for_act_of(&on(today));
        let of_lead = asked_of_lead(row.state).filter(|_| is_lead(actor, &standing));
        let kind =
            of_lead.or_else(|| asked_of_declarer(row.state).filter(|_| is_declarer(actor, &standing)))?;
        let refused = step(actor, &standing, Step::Generate, today, &parameters).err();
        if kind == TaskKind::GenerateCertificates && refused.is_some_and(|denied| denied.code.status() == 403)
        {
            return None;
        }
        let due_on = due_on(row.state, row.ends_on, row.erase_on.pred_opt().unwrap(), &parameters);
        if kind.ends_with_its_day() && due_on.is_some_and(|day| day < today) {
            return None;
        }
        let waits = matches!(kind, TaskKind::VerifySession | TaskKind::GenerateCertificates);
        Some(Task {
            organisation: Some(TaskOrganisation { id: row.organisation_id, name: String::new() }),
            session: Some(TaskSession {
                id: row.id,
                dispositif: row.dispositif.clone(),
                level: row.level,
                ends_on: row.ends_on,
                city: None,
            }),
            possible_from: row.ends_on.filter(|end| waits && today < *end),
            due_on,
            ..Task::of(kind)
        })
    };
    let mut tasks: Vec<Task> = rows.iter().filter_map(|(row, formateurs)| asked(row, formateurs)).collect();
    tasks.sort_by_key(Task::urgency);
    tasks
}

/// The same, without the organisation's name, and of sessions alone.
fn of_sessions(tasks: Vec<Task>) -> Vec<Task> {
    let unnamed = |task: Task| {
        let organisation = task.organisation.map(|one| TaskOrganisation { name: String::new(), ..one });
        Task { organisation, ..task }
    };
    tasks.into_iter().filter(|task| task.session.is_some()).map(unnamed).collect()
}

/// Sessions of all states, of these habilitations, declarers and formateurs, whose days lie around today.
fn some_sessions(
    app: &TestApp,
    drawn: &mut Drawn,
    count: u64,
    of: &[(forprev_core::id::OrganisationId, forprev_core::id::HabilitationId)],
    people: &[Person],
    leads: &[Person],
) -> Vec<(store::session::Row, Vec<store::session::FormateurRow>)> {
    let parameters = app.read(|tx| forprev_app::parameters::on(tx, tx.today));
    let (today, now) = (app.today(), app.clock.now());
    let rows: Vec<_> = (0..count)
        .map(|_| {
            let (organisation_id, habilitation_id) = *drawn.one(of);
            let state = *drawn.one(&State::ALL[..5]);
            let (submitted, verified) = (
                !matches!(state, State::Draft | State::Returned),
                matches!(state, State::Verified | State::Certified),
            );
            let ends_on = (submitted || drawn.below(4) > 0)
                .then(|| today - Days::new(120) + Days::new(drawn.below(200)));
            let certified = state == State::Certified;
            let readable = if certified {
                today - Days::new(2) + Days::new(drawn.below(18))
            } else {
                window::last_day_readable_uncertified(ends_on, today, &parameters)
            };
            let signed = drawn.one(people).id;
            let id = SessionId::new(Uuid::now_v7());
            let row = store::session::Row {
                id,
                organisation_id,
                habilitation_id,
                dispositif: "SST".into(),
                level: 1,
                certificate_code: Some("SST".into()),
                kind: Some(SessionKind::Initial),
                starts_on: None,
                ends_on,
                ends_sort: store::session::ends_sort(ends_on),
                place_name: None,
                place_address: None,
                place_postal_code: None,
                place_city: None,
                place_insee_code: None,
                platform_id: None,
                departement: None,
                external_ref: None,
                state,
                comment: None,
                comment_by: None,
                declared_on: submitted.then_some(today),
                declared_by: Some(drawn.one(people).id),
                declared_by_client: None,
                mac_key: vec![7; 32],
                submitted_at: submitted.then(|| now.into()),
                verified_at: verified.then(|| now.into()),
                verified_by: verified.then_some(signed),
                verified_mac: verified.then(|| vec![1; 32]),
                certified_at: certified.then(|| now.into()),
                certified_by: None,
                certified_by_client: None,
                certified_mac: certified.then(|| vec![1; 32]),
                certified_on: certified.then_some(today),
                erase_on: window::erased_from(readable),
                version: 1,
                created_at: now.into(),
                updated_at: now.into(),
                caisse_code: None,
            };
            let formateurs = [true, false].map(|lead| {
                let who = drawn.one(leads);
                store::session::FormateurRow {
                    session_id: id,
                    position: i32::from(!lead),
                    person_id: Some(who.id),
                    forprev_number: who.forprev_number.clone(),
                    lead,
                }
            });
            (row, formateurs.to_vec())
        })
        .collect();
    app.write(|tx| {
        store::session::insert_all(tx.conn, rows.iter().map(|(row, _)| row.clone()).collect())?;
        store::session::insert_formateurs(tx.conn, rows.iter().flat_map(|(_, all)| all.clone()).collect())?;
        Ok(())
    });
    rows
}

fn sign_twice(app: &TestApp, from: &str, may: bool) {
    app.write(|tx| {
        let version = ParameterVersion {
            name: "same_person_may_sign_twice".into(),
            holds_from: from.parse().unwrap(),
            value: may.into(),
        };
        Ok(store::parameter::set(tx.conn, &version)?)
    });
}

both_databases! {
    async fn i2_as_many_as_there_are_and_the_same_whatever_the_page(app) {
        let story: Declared = app.declared().await;
        let (here, there) = (story.organisation.clone(), app.organisation());
        let second = app.habilitation(&here, "SST", 2);
        let elsewhere = app.habilitation(&there, "SST", 1);
        let of = [(here.id, story.habilitation), (here.id, second), (there.id, elsewhere)];
        let delegataire = Holding::Delegataire(here.id, vec![story.habilitation]);
        let formateur = || Holding::Formateur(vec!["FORM_SST"]);
        let people = [
            story.gestionnaire.clone(),
            app.person(std::slice::from_ref(&delegataire)),
            app.person(&[Holding::Delegataire(here.id, vec![])]),
            app.person(&[formateur()]),
            // Declarer and lead of the same sessions, of one organisation and of two.
            app.person(&[Holding::Gestionnaire(here.id), formateur()]),
            app.person(&[delegataire, Holding::Gestionnaire(there.id), formateur()]),
            app.person(&[Holding::Instructeur(here.caisse.clone())]),
            app.person(&[Holding::Inrs(InrsRank::Administrator)]),
            app.person(&[Holding::Demandeur]),
        ];
        let leads = [people[3].clone(), people[4].clone(), people[5].clone()];
        let mut drawn = Drawn(20_261_123);
        let mut rows = Vec::new();
        for situation in 0..6 {
            // S13 by today's parameter: nobody signs twice, or everybody may.
            sign_twice(&app, if situation < 3 { "2026-11-01" } else { "2026-11-22" }, situation >= 3);
            rows.extend(some_sessions(&app, &mut drawn, 25, &of, &people, &leads));
            for person in &people {
                let actor = acting(&app, person);
                let all = paged(&app, &actor, 200);
                assert!(all.windows(2).all(|two| two[0].urgency() < two[1].urgency()));
                assert_eq!(of_sessions(all.clone()), one_by_one(&app, &actor, &rows), "situation {situation}");
                assert_eq!(listed(&app, &actor, 1, None).total, all.len() as u64);
                for limit in [1, 7] {
                    assert_eq!(paged(&app, &actor, limit), all, "situation {situation}, {limit}");
                }
            }
        }
        let most = acting(&app, &people[4]);
        assert!(listed(&app, &most, 1, None).total > 20, "something was counted");
    }

    async fn i2_more_than_a_thousand_sessions_are_all_counted_and_all_listed(app) {
        let story: Declared = app.declared().await;
        let of = [(story.organisation.id, story.habilitation)];
        let people = [story.gestionnaire.clone()];
        let mut drawn = Drawn(7);
        let rows = some_sessions(&app, &mut drawn, 1_700, &of, &people, std::slice::from_ref(&story.formateur));
        for person in [&story.gestionnaire, &story.formateur] {
            let actor = acting(&app, person);
            let expected = one_by_one(&app, &actor, &rows);
            let all = paged(&app, &actor, 200);
            assert_eq!(of_sessions(all.clone()), expected);
            assert_eq!(listed(&app, &actor, 1, None).total, all.len() as u64);
        }
        let all = one_by_one(&app, &acting(&app, &story.gestionnaire), &rows).len();
        assert!(all > 1_000, "{all}");
    }

    async fn a15_recoveries_to_confirm_are_counted_as_the_policy_allows_them(app) {
        let (here, there) = (app.organisation(), app.organisation_in("33000", "33063"));
        let agents = [
            app.person(&[Holding::Instructeur(here.caisse.clone())]),
            app.person(&[Holding::Instructeur(there.caisse.clone()), Holding::Gestionnaire(here.id)]),
            app.person(&[Holding::Inrs(InrsRank::Administrator)]),
            app.person(&[Holding::Inrs(InrsRank::Auditor)]),
        ];
        let people = [
            app.person(&[Holding::Gestionnaire(here.id)]),
            app.person(&[Holding::Gestionnaire(here.id), Holding::Delegataire(there.id, vec![])]),
            app.person(&[Holding::Formateur(vec!["FORM_SST"])]),
            app.person(&[Holding::Demandeur]),
            agents[1].clone(),
            agents[2].clone(),
        ];
        let caisse = app.read(|tx| Ok(store::person::find(tx.conn, people[2].id)?)).caisse_code;
        let helped = |at: usize| Helped {
            id: people[at].id,
            is_agent: at >= 4,
            caisses: match at {
                0 | 4 => vec![here.caisse.clone()],
                1 => vec![here.caisse.clone(), there.caisse.clone()],
                2 => caisse.iter().cloned().collect(),
                _ => Vec::new(),
            },
        };
        let mut open = Vec::new();
        for (at, person) in people.iter().enumerate() {
            let by = if at == 0 { agents[0].id } else if at == 3 { agents[2].id } else { people[3].id };
            let due_at = app.clock.now() + chrono::Duration::days(i64::try_from(at).unwrap());
            let id = Uuid::now_v7().to_string();
            let row = store::account_recovery::Row {
                id: id.clone(),
                person_id: person.id,
                state: RecoveryState::Asked,
                email: "nouvelle@test.example".parse().ok(),
                reason: "Carte vue au guichet".into(),
                without_second_factors: false,
                refusal_digest: id,
                opened_by: by,
                opened_at: app.clock.now().into(),
                confirmed_by: None,
                confirmed_at: None,
                due_at: due_at.into(),
                ended_at: None,
            };
            app.write(|tx| Ok(store::account_recovery::insert(tx.conn, row.clone())?));
            open.push((at, by, due_at));
        }
        let mut counted = 0;
        for person in agents.iter().chain(&people) {
            let actor = acting(&app, person);
            let waiting: Vec<_> = open
                .iter()
                .filter(|(at, by, due_at)| app.clock.now() < *due_at && may_confirm(&actor, &helped(*at), *by).is_ok())
                .collect();
            let tasks = paged(&app, &actor, 200);
            let task = tasks.iter().find(|task| task.kind == TaskKind::ConfirmRecoveries);
            assert_eq!(task.map_or(0, |task| task.count as usize), waiting.len(), "{actor:?}");
            let first = waiting.iter().map(|(_, _, due_at)| forprev_core::calendar::today_in_paris(*due_at)).min();
            assert_eq!(task.and_then(|task| task.due_on), first);
            counted += waiting.len();
        }
        assert!(counted > 5, "{counted}");
    }
}
