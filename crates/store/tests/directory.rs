//! The public directory: O5, with H1 and H11 as the base computes them.

use crate::{
    base::on_both,
    rows::{day, habilitation, now, organisation},
};
use forprev_core::{
    catalogue::OrganisationKind, habilitation::HabilitationStatus, organisation::ServiceReach,
};
use forprev_store::{
    Connection, Result,
    directory::{self, Filter},
    habilitation as habilitations, organisation as organisations,
};

/// Organisation n has habilitation n: 1 plain, 2 suspended in June, 3 withdrawn in July, 4 not published, 5 an
/// entreprise, 6 regional, in Corsica, for PRAP2S level 2, 7 without any.
fn scene(c: &mut Connection) -> Result<()> {
    let mut rows: Vec<_> = (1..=7).map(|n| organisation(n, &format!("Organisme {n}"))).collect();
    rows[3].published = false;
    rows[4].published = false;
    rows[4].kind = OrganisationKind::Entreprise;
    rows[5].reach = Some(ServiceReach::Regional);
    rows[5].departement = "2A".into();
    let mut held: Vec<_> = (1..=6).zip(&rows).map(|(n, row)| habilitation(n, row.id)).collect();
    held[2].withdrawn_from = Some(day("2026-07-01"));
    held[2].withdrawal_reason = Some("Manquement".into());
    held[5].dispositif = "PRAP2S".into();
    held[5].level = 2;
    let suspension = habilitations::SuspensionRow {
        id: "s".into(),
        habilitation_id: held[1].id,
        from_on: day("2026-06-01"),
        until_on: Some(day("2026-06-30")),
        reason: None,
        created_at: now(),
    };
    organisations::insert_all(c, rows)?;
    habilitations::insert_all(c, held)?;
    habilitations::insert_suspension(c, suspension)
}

fn found(c: &mut Connection, filter: &Filter, on: &str) -> Vec<String> {
    let page = directory::list(c, filter, day(on), None, 50).unwrap();
    assert_eq!(page.total, page.items.len() as u64);
    page.items.iter().map(|entry| entry.organisation.raison_sociale.replace("Organisme ", "")).collect()
}

#[test]
fn o5_only_with_a_valid_habilitation_and_as_filtered() {
    on_both(|base| {
        let outcome = base.pool().write(|c| -> Result<()> {
            scene(c)?;
            let all = Filter::default();
            for (on, expected) in [
                ("2025-12-31", vec![]),
                ("2026-01-01", vec!["1", "2", "3", "6"]),
                ("2026-05-31", vec!["1", "2", "3", "6"]),
                ("2026-06-01", vec!["1", "3", "6"]),
                ("2026-06-30", vec!["1", "3", "6"]),
                ("2026-07-01", vec!["1", "2", "6"]),
                ("2028-12-31", vec!["1", "2", "6"]),
                ("2029-01-01", vec![]),
            ] {
                assert_eq!(found(c, &all, on), expected, "{on} {}", base.url);
            }
            let on = "2026-11-23";
            let sst = Filter { dispositif: Some("SST".into()), ..all.clone() };
            assert_eq!(found(c, &sst, on), ["1", "2"]);
            assert_eq!(found(c, &Filter { level: Some(2), ..all.clone() }, on), ["6"]);
            assert_eq!(found(c, &Filter { level: Some(2), ..sst.clone() }, on), [""; 0]);
            assert_eq!(found(c, &Filter { reach: Some(ServiceReach::Regional), ..all.clone() }, on), ["6"]);
            assert_eq!(found(c, &Filter { departement: Some("75".into()), ..all.clone() }, on), ["1", "2"]);
            assert_eq!(found(c, &Filter { region: Some("94".into()), ..all.clone() }, on), ["6"], "Corse");
            assert_eq!(found(c, &Filter { region: Some("11".into()), ..all.clone() }, on), ["1", "2"]);
            assert_eq!(found(c, &Filter { q: Some("organisme 6".into()), ..all.clone() }, on), ["6"]);
            Ok(())
        });
        outcome.unwrap();
    });
}

#[test]
fn the_base_and_the_rule_agree_on_which_days_a_habilitation_is_valid() {
    on_both(|base| {
        let outcome = base.pool().write(|c| -> Result<()> {
            scene(c)?;
            let rows =
                organisations::find_all(c, &(1..=7).map(|n| organisation(n, "x").id).collect::<Vec<_>>())?;
            let mut on = day("2025-12-20");
            while on < day("2026-07-10") {
                let page = directory::list(c, &Filter::default(), on, None, 50)?;
                for row in rows.iter().filter(|row| row.published) {
                    let held = habilitations::of_organisation(c, row.id)?;
                    let by_rule: Vec<_> = held
                        .iter()
                        .filter(|one| one.validity().status(on) == HabilitationStatus::Valid)
                        .map(|one| &one.row)
                        .collect();
                    let entry = page.items.iter().find(|entry| entry.organisation.id == row.id);
                    let by_base: Vec<_> = entry.iter().flat_map(|entry| &entry.habilitations).collect();
                    assert_eq!(by_base, by_rule, "{on} {}", base.url);
                }
                on = on.succ_opt().unwrap();
            }
            Ok(())
        });
        outcome.unwrap();
    });
}

#[test]
fn pages_hold_every_organisation_once() {
    on_both(|base| {
        let seen = base.pool().write(|c| -> Result<Vec<String>> {
            for n in 1..=20 {
                // Names that come twice: the identifier decides.
                let row = organisation(n, &format!("École {}", n % 6));
                let held = habilitation(n, row.id);
                organisations::insert(c, row)?;
                habilitations::insert(c, held)?;
            }
            let (mut seen, mut after) = (Vec::new(), None);
            loop {
                let page = directory::list(c, &Filter::default(), day("2026-11-23"), after.as_ref(), 3)?;
                assert_eq!(page.total, 20);
                seen.extend(page.items.into_iter().map(|entry| entry.organisation.siret.to_string()));
                after = page.next;
                if after.is_none() {
                    return Ok(seen);
                }
            }
        });
        let seen = seen.unwrap();
        let different: std::collections::BTreeSet<_> = seen.iter().collect();
        assert_eq!((seen.len(), different.len()), (20, 20), "{}", base.url);
    });
}
