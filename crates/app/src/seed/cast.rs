//! The accounts of the demonstration.

use forprev_core::{actor::ProfileKind, sign_in::DemoAccount};

/// The password of all of them: they exist in demonstration mode only.
pub const DEMO_PASSWORD: &str = "demo-forprev-2026";

/// Somebody of the demonstration who can sign in.
pub(super) struct Role {
    pub local_part: &'static str,
    pub label: &'static str,
    pub last_name: &'static str,
    pub first_name: &'static str,
    pub profiles: &'static [ProfileKind],
    /// Which organisation, for a gestionnaire or a délégataire.
    pub organisation: usize,
    /// What a formateur holds: whatever the organisation trains at, so that each of its sessions can be played through.
    pub qualified: &'static [&'static str],
}

/// Who can sign in, in the order of the sign-in page.
pub(super) const ROLES: [Role; 8] = [
    Role {
        local_part: "gestionnaire",
        label: "Gestionnaire d’un organisme de formation",
        last_name: "Le Goff",
        first_name: "Maëlle",
        profiles: &[ProfileKind::Gestionnaire],
        organisation: 0,
        qualified: &[],
    },
    Role {
        local_part: "delegataire",
        label: "Délégataire du même organisme",
        last_name: "Ferreira",
        first_name: "Tiago",
        profiles: &[ProfileKind::Delegataire],
        organisation: 0,
        qualified: &[],
    },
    Role {
        local_part: "formateur",
        label: "Formateur SST",
        last_name: "Marchand",
        first_name: "Éloïse",
        profiles: &[ProfileKind::Formateur],
        organisation: 0,
        qualified: &["FORM_SST", "FF_SST", "FORM_CATEC"],
    },
    Role {
        local_part: "double",
        label: "Gestionnaire et formateur à la fois",
        last_name: "Nguyễn",
        first_name: "Linh",
        profiles: &[ProfileKind::Gestionnaire, ProfileKind::Formateur],
        organisation: 1,
        qualified: &["FORM_SST"],
    },
    Role {
        local_part: "demandeur",
        label: "Demandeur d’une habilitation",
        last_name: "Barbier",
        first_name: "Hugo",
        profiles: &[ProfileKind::Demandeur],
        organisation: 0,
        qualified: &[],
    },
    Role {
        local_part: "instructeur",
        label: "Agent d’une caisse (Carsat Bretagne)",
        last_name: "Kermarrec",
        first_name: "Soazig",
        profiles: &[ProfileKind::Instructeur],
        organisation: 0,
        qualified: &[],
    },
    Role {
        local_part: "cnh",
        label: "Secrétaire de la commission nationale d’habilitation",
        last_name: "Delattre",
        first_name: "Vincent",
        profiles: &[ProfileKind::Cnh],
        organisation: 0,
        qualified: &[],
    },
    Role {
        local_part: "inrs",
        label: "Administration nationale (INRS)",
        last_name: "Rousseau",
        first_name: "Claire",
        profiles: &[ProfileKind::Inrs],
        organisation: 0,
        qualified: &[],
    },
];

impl Role {
    /// What they type to sign in.
    pub fn email(&self) -> String {
        format!("{}@demo.example", self.local_part)
    }
}

/// What the sign-in page shows, in demonstration mode only.
#[must_use]
pub fn demo_accounts() -> Vec<DemoAccount> {
    ROLES
        .iter()
        .map(|role| DemoAccount {
            identifier: role.email(),
            password: DEMO_PASSWORD.to_owned(),
            label: role.label.to_owned(),
        })
        .collect()
}
