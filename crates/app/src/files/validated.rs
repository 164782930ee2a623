//! What an accepted file makes: an organisation and its first gestionnaire, or new values of one (O2).

use crate::{Failure, Tx};
use forprev_core::{
    catalogue::OrganisationKind,
    id::OrganisationId,
    organisation::{
        ServiceReach,
        file::{Field, FileContent, FileKind, instructed},
        siret::Siret,
    },
    policy::account::MANAGES,
    problem::{Code, Fault},
};
use forprev_store as store;
use store::{organisation_detail, organisation_file::Row};

/// Makes of a file what it asks for.
///
/// # Errors
/// `siret.already_registered`; a commune that is no longer known.
pub(super) fn apply(tx: &mut Tx<'_>, row: &mut Row) -> Result<(), Failure> {
    match (row.kind, row.organisation_id) {
        (FileKind::Change, Some(organisation)) => change(tx, organisation, &row.content.0),
        _ => {
            row.organisation_id = Some(open(tx, row)?);
            Ok(())
        }
    }
}

/// Enters an organisation, and makes its applicant the first gestionnaire (E14).
fn open(tx: &mut Tx<'_>, file: &Row) -> Result<OrganisationId, Failure> {
    let id = OrganisationId::new(tx.new_id());
    let blank = store::organisation::Row {
        id,
        kind: OrganisationKind::Entreprise,
        raison_sociale: String::new(),
        enseigne: None,
        siret: siret(&file.content.0)?,
        nda: None,
        regime: None,
        address: String::new(),
        postal_code: String::new(),
        city: String::new(),
        insee_code: String::new(),
        departement: String::new(),
        caisse_code: None,
        published: false,
        reach: None,
        published_email: None,
        published_phone: None,
        published_website: None,
        sort_key: String::new(),
        search_key: String::new(),
        version: 1,
        created_at: tx.now.into(),
        updated_at: tx.now.into(),
    };
    let mut row = written(tx, blank, &file.content.0)?;
    // O1: a caisse that was handed the file has the organisation.
    row.caisse_code.clone_from(&file.caisse_code);
    free(tx, &row)?;
    store::organisation::insert(tx.conn, row)?;
    let detail = detailed(organisation_detail::Row::empty(id), &file.content.0);
    organisation_detail::save(tx.conn, detail)?;
    let mut profile =
        store::profile::Row::new(tx.new_id().to_string(), file.author_id, MANAGES, tx.now.into());
    profile.organisation_id = Some(id);
    store::profile::insert(tx.conn, profile)?;
    Ok(id)
}

/// O2: brings the instructed values into force, and leaves the others, which may have changed meanwhile.
fn change(tx: &mut Tx<'_>, organisation: OrganisationId, wanted: &FileContent) -> Result<(), Failure> {
    let row = store::organisation::touch(tx.conn, organisation, None)?;
    let held = content_of(tx, organisation)?;
    let mut content = held.clone();
    for field in instructed(&held, wanted) {
        content.set(field, wanted.typed(field).map(ToOwned::to_owned));
    }
    put(tx, row, &content)
}

/// Writes a content over an organisation that the transaction has touched.
pub(crate) fn put(
    tx: &mut Tx<'_>,
    row: store::organisation::Row,
    content: &FileContent,
) -> Result<(), Failure> {
    let id = row.id;
    let (moved_from, caisse) = (row.departement.clone(), row.caisse_code.clone());
    let mut row = written(tx, row, content)?;
    if row.departement == moved_from {
        row.caisse_code = caisse;
    }
    free(tx, &row)?;
    store::organisation::save(tx.conn, row)?;
    let detail = detailed(organisation_detail::of(tx.conn, id)?, content);
    organisation_detail::save(tx.conn, detail)?;
    Ok(())
}

/// O3: one organisation per SIRET.
fn free(tx: &mut Tx<'_>, row: &store::organisation::Row) -> Result<(), Failure> {
    let holder = store::organisation::by_siret(tx.conn, &row.siret)?;
    if holder.is_some_and(|other| other.id != row.id) {
        return Err(Fault::new(Code::SiretAlreadyRegistered).into());
    }
    Ok(())
}

fn siret(content: &FileContent) -> Result<Siret, Failure> {
    let siret = content.typed(Field::Siret).and_then(|text| text.parse().ok());
    siret.ok_or_else(|| Failure::internal("a file without a SIRET is validated"))
}

/// The organisation with what a complete content says of it.
fn written(
    tx: &mut Tx<'_>,
    row: store::organisation::Row,
    content: &FileContent,
) -> Result<store::organisation::Row, Failure> {
    let text = |field: Field| content.typed(field).map(ToOwned::to_owned);
    let bare = |field: Field| {
        text(field).map(|text| text.chars().filter(|c| !c.is_whitespace()).collect::<String>())
    };
    let organisme = content.is_organisme();
    let published = if organisme { content.typed(Field::Publication) } else { None };
    let reach = published.and_then(ServiceReach::of);
    let (postal_code, insee_code) =
        (bare(Field::PostalCode).unwrap_or_default(), bare(Field::InseeCode).unwrap_or_default());
    let commune = store::place::commune(tx.conn, &postal_code, &insee_code.to_ascii_uppercase())?
        .ok_or_else(|| Fault::new(Code::AddressUnknownCommune).at(Field::PostalCode.pointer()))?;
    let caisse = store::place::caisse_of(tx.conn, &commune.departement)?;
    let name = text(Field::RaisonSociale).unwrap_or_default();
    let (sort_key, search_key) =
        store::organisation::keys(&name, content.typed(Field::Enseigne), &commune.name);
    Ok(store::organisation::Row {
        kind: if organisme { OrganisationKind::OrganismeDeFormation } else { OrganisationKind::Entreprise },
        raison_sociale: name,
        enseigne: text(Field::Enseigne),
        siret: siret(content)?,
        nda: if organisme { bare(Field::Nda) } else { None },
        regime: text(Field::Regime),
        address: text(Field::Address).unwrap_or_default(),
        postal_code,
        city: commune.name,
        insee_code: commune.insee_code,
        departement: commune.departement,
        caisse_code: caisse.map(|caisse| caisse.code),
        published: reach.is_some(),
        reach,
        published_email: reach.and_then(|_| text(Field::PublishedEmail)),
        published_phone: reach.and_then(|_| text(Field::PublishedPhone)),
        published_website: reach.and_then(|_| text(Field::PublishedWebsite)),
        sort_key,
        search_key,
        updated_at: tx.now.into(),
        ..row
    })
}

fn detailed(row: organisation_detail::Row, content: &FileContent) -> organisation_detail::Row {
    let text = |field: Field| content.typed(field).map(ToOwned::to_owned);
    organisation_detail::Row {
        contact_last_name: text(Field::ContactLastName),
        contact_first_name: text(Field::ContactFirstName),
        contact_function: text(Field::ContactFunction),
        contact_email: content.typed(Field::ContactEmail).and_then(|text| text.parse().ok()),
        contact_phone: text(Field::ContactPhone),
        urssaf_issued_on: content.typed(Field::UrssafIssuedOn).and_then(forprev_core::calendar::parse_day),
        urssaf_code: text(Field::UrssafCode),
        signatory_last_name: text(Field::SignatoryLastName),
        signatory_first_name: text(Field::SignatoryFirstName),
        signatory_function: text(Field::SignatoryFunction),
        signatory_email: content.typed(Field::SignatoryEmail).and_then(|text| text.parse().ok()),
        ..row
    }
}

/// What is in force of an organisation, as a file holds it.
///
/// # Errors
/// `not_found`.
pub(crate) fn content_of(tx: &mut Tx<'_>, id: OrganisationId) -> Result<FileContent, Failure> {
    let row = store::organisation::find(tx.conn, id)?;
    let detail = organisation_detail::of(tx.conn, id)?;
    let organisme = row.kind == OrganisationKind::OrganismeDeFormation;
    let kind = if organisme { "organisme_de_formation" } else { "entreprise" };
    let publication = row.reach.filter(|_| row.published).map_or("no", ServiceReach::as_str);
    Ok(FileContent {
        kind: Some(kind.to_owned()),
        siret: Some(row.siret.as_str().to_owned()),
        raison_sociale: Some(row.raison_sociale),
        enseigne: row.enseigne,
        nda: row.nda,
        regime: row.regime,
        address: Some(row.address),
        postal_code: Some(row.postal_code),
        insee_code: Some(row.insee_code),
        contact_last_name: detail.contact_last_name,
        contact_first_name: detail.contact_first_name,
        contact_function: detail.contact_function,
        contact_email: detail.contact_email.map(|email| email.as_str().to_owned()),
        contact_phone: detail.contact_phone,
        urssaf_issued_on: detail.urssaf_issued_on.map(|day| day.to_string()),
        urssaf_code: detail.urssaf_code,
        publication: organisme.then(|| publication.to_owned()),
        published_email: row.published_email,
        published_phone: row.published_phone,
        published_website: row.published_website,
        signatory_last_name: detail.signatory_last_name,
        signatory_first_name: detail.signatory_first_name,
        signatory_function: detail.signatory_function,
        signatory_email: detail.signatory_email.map(|email| email.as_str().to_owned()),
    })
}
