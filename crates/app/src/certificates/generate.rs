//! Generation: one transaction makes all the certificates of a session, or none; once (S12).

use super::{download::of_session, holder, number, sheet::Common};
use crate::{
    Answer, Failure, Tx, accounts, audit,
    failure::refuse_if_any,
    outbox,
    sessions::{self, Loaded, content_mac},
};
use forprev_core::{
    actor::Actor,
    catalogue::{CertificateType, Holder},
    certificate::SessionCertificates,
    id::SessionId,
    policy,
    problem::{Code, Fault},
    session::{
        Outcome,
        state::{State, Step},
        window,
    },
};
use forprev_store as store;
use serde_json::json;

/// Generates the certificates of a session for the trainees who passed: 201. Where it was done before, also by a
/// request that ran at the same time, gives the same certificates: 200.
///
/// # Errors
/// `not_found`, `forbidden`, `double_validation.*` (S13), `session.state`, as `violations` would say: S2, S3, S4;
/// `step_up.required` (A14).
pub fn generate_certificates(tx: &mut Tx<'_>, id: SessionId) -> Result<Answer<SessionCertificates>, Failure> {
    let before = sessions::load(tx, id)?;
    if before.row.state == State::Certified {
        return again(tx, &before);
    }
    // Whoever comes second waits here, and finds the session certified.
    let session = sessions::take_for(tx, id, Step::Generate, None)?;
    if session.row.state == State::Certified {
        return again(tx, &session);
    }
    same_content(&session)?;
    let violations = sessions::violations(tx, &session);
    if tx.dry_run && !violations.is_empty() {
        return Ok(Answer::ok(SessionCertificates { items: Vec::new(), violations }));
    }
    refuse_if_any(violations)?;
    // A14: last, so that nobody shows who they are for what is refused anyway.
    accounts::confirmed_where_signed_in(tx)?;
    let version = session.row.version;
    certify(tx, session)?;
    Ok(Answer::created(of_session(tx, id)?).of_session(id, version))
}

/// S12: the certificates that were generated before.
fn again(tx: &mut Tx<'_>, session: &Loaded) -> Result<Answer<SessionCertificates>, Failure> {
    policy::session::step(tx.actor, &session.standing, Step::Generate, tx.today, &session.known.parameters)?;
    let id = session.row.id;
    Ok(Answer::ok(of_session(tx, id)?).of_session(id, session.row.version))
}

/// S13: what is certified is what was verified.
fn same_content(session: &Loaded) -> Result<(), Failure> {
    let Some(recorded) = &session.row.verified_mac else {
        return Err(Failure::internal("a verified session without its HMAC"));
    };
    if content_mac::matches(session, recorded)? {
        Ok(())
    } else {
        Err(Fault::new(Code::ContentChanged).into())
    }
}

fn certify(tx: &mut Tx<'_>, session: Loaded) -> Result<(), Failure> {
    let id = session.row.id;
    let organisation = session.row.organisation_id;
    let count = write_certificates(tx, &session)?;
    count_statistics(tx, &session, count)?;

    // S14: the retention in force on the day of generation.
    let retention = crate::parameters::on(tx, tx.today)?.retention_days;
    let mac = content_mac::content_mac(&session)?;
    let client = if let Actor::Client(client) = tx.actor { Some(client.id) } else { None };
    let lead = session.standing.lead;
    let mut people = sessions::declarers(tx, &session.row)?;
    let told = sessions::told(&session.row);
    store::session::save(
        tx.conn,
        store::session::Row {
            state: State::Certified,
            certified_at: Some(tx.now.into()),
            certified_by: tx.actor.person_id(),
            certified_by_client: client,
            certified_mac: Some(mac),
            certified_on: Some(tx.today),
            erase_on: window::erased_from(window::last_day_readable(tx.today, retention)),
            updated_at: tx.now.into(),
            ..session.row
        },
    )?;
    let detail = json!({ "certificates": count });
    audit::record(tx, "generate_certificates", "session", &id.to_string(), Some(organisation), detail)?;
    // One person may be both.
    people.extend(lead.filter(|lead| !people.contains(lead)));
    for person in people {
        let kind = outbox::Kind::SessionCertified;
        outbox::put(tx, kind, Some(person), Some(id), Some(organisation), told.clone())?;
    }
    Ok(())
}

/// Writes a certificate for each trainee who passed; how many.
fn write_certificates(tx: &mut Tx<'_>, session: &Loaded) -> Result<usize, Failure> {
    let row = &session.row;
    let (Some(ends_on), Some(kind), Some(code)) = (row.ends_on, row.kind, row.certificate_code.as_deref())
    else {
        return Err(Failure::internal("a verified session without an end, a kind or a certificate"));
    };
    // As the rules had it.
    let catalogue = sessions::catalogue_with(tx, &row.dispositif, row.level, ends_on)?;
    let missing = || Failure::internal("the catalogue lost the certificate of a verified session");
    let dispositif = catalogue.dispositif(&row.dispositif).ok_or_else(missing)?;
    let certificate: &CertificateType =
        dispositif.level(row.level).and_then(|level| level.certificate(code)).ok_or_else(missing)?;
    let valid_until = window::certificate_until(ends_on, certificate.validity_months);
    let retention = crate::parameters::on(tx, tx.today)?.retention_days;
    let common = Common {
        dispositif,
        level: row.level,
        certificate,
        kind,
        place: [&row.place_name, &row.place_city]
            .into_iter()
            .flatten()
            .cloned()
            .collect::<Vec<_>>()
            .join(", "),
        starts_on: row.starts_on,
        ends_on,
        valid_until,
        organisation: session.organisation.raison_sociale.clone(),
        habilitation_number: session.habilitation.row.number.clone(),
        formateur: lead_name(session),
        generated_by: generated_by(tx, session),
    };
    let passed: Vec<_> = session.trainees.iter().filter(|one| one.outcome == Some(Outcome::Passed)).collect();
    let numbers = number::draw(tx, code, passed.len())?;
    let (mut rows, mut documents, mut holders) = (Vec::new(), Vec::new(), Vec::new());
    for (trainee, number) in passed.iter().zip(numbers) {
        let person =
            if certificate.holder == Holder::Formateur { Some(holder::resolve(tx, trainee)?) } else { None };
        let sheet = common.sheet(tx, &number, trainee);
        documents.push(store::certificate::DocumentRow {
            number: number.clone(),
            session_id: Some(row.id),
            trainee_id: Some(trainee.id),
            position: trainee.position,
            signed_code: sheet.signed_code.clone(),
            sheet: store::Json(serde_json::to_value(&sheet)?),
        });
        holders.extend(person.map(|person| (person, number.clone())));
        rows.push(store::certificate::Row {
            number,
            dispositif: row.dispositif.clone(),
            level: row.level,
            certificate_code: code.to_owned(),
            holder: certificate.holder,
            kind,
            ends_on,
            valid_until,
            organisation_id: row.organisation_id,
            habilitation_id: row.habilitation_id,
            generated_on: tx.today,
            downloadable_until: window::last_day_readable(tx.today, retention),
            person_id: person,
            revoked_at: None,
            revoked_by: None,
            revocation_reason: None,
        });
    }
    let count = rows.len();
    store::certificate::insert_all(tx.conn, rows, documents)?;
    for (person, number) in holders {
        holder::qualify(tx, person, certificate, &number, ends_on, valid_until)?;
    }
    Ok(count)
}

/// The lead formateur, as printed.
fn lead_name(session: &Loaded) -> String {
    let lead = session.standing.lead;
    let person = session.known.people.iter().find(|person| Some(person.id) == lead);
    person.map(|person| format!("{} {}", person.first_name, person.last_name)).unwrap_or_default()
}

/// Who generates, as printed: a person, or the organisation whose system it is.
fn generated_by(tx: &Tx<'_>, session: &Loaded) -> String {
    match tx.actor.person() {
        Some(person) => format!("{} {}", person.first_name, person.last_name),
        None => session.organisation.raison_sociale.clone(),
    }
}

/// C8: counted in the generating transaction, so that the figures outlive the session.
fn count_statistics(tx: &mut Tx<'_>, session: &Loaded, certified: usize) -> Result<(), Failure> {
    let row = &session.row;
    let (Some(ends_on), Some(kind), Some(code)) = (row.ends_on, row.kind, row.certificate_code.clone())
    else {
        return Ok(());
    };
    let number = |count: usize| i64::try_from(count).unwrap_or(i64::MAX);
    store::statistic::add(
        tx.conn,
        store::statistic::Row {
            month: ends_on.format("%Y-%m").to_string(),
            dispositif: row.dispositif.clone(),
            level: row.level,
            certificate_code: code,
            kind,
            departement: row.departement.clone().unwrap_or_default(),
            caisse_code: session.organisation.caisse_code.clone().unwrap_or_default(),
            organisation_id: row.organisation_id,
            sessions: 1,
            trainees: number(session.trainees.len()),
            certified: number(certified),
        },
    )?;
    Ok(())
}
